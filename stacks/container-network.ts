import { CfnOutput, CfnParameter, Duration, Fn, RemovalPolicy, Stack, Validations } from "aws-cdk-lib"
import * as ec2 from "aws-cdk-lib/aws-ec2"
import * as elb from "aws-cdk-lib/aws-elasticloadbalancingv2"
import * as logs from "aws-cdk-lib/aws-logs"
import type { Construct } from "constructs"
import { plainTemplate } from "./container-stack.ts"
import { originSecretHeader } from "./headers.ts"

/** Where the realtime service listens inside its container. */
export const realtimePort = 8080

/**
 * The door of the container plane: a VPC of public subnets without NAT and a load balancer that admits only our
 * CloudFront distribution.
 *
 * It is a stack apart from `ContainerPlane` because the two stand on either side of CloudFront: the distribution
 * needs the address of the load balancer, and the containers need the address of the distribution.
 */
export class ContainerNetwork extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id, plainTemplate("Paca: network and load balancer of the containers"))
    const prefixList = new CfnParameter(this, "CloudFrontPrefixList", {
      description: "The managed prefix list com.amazonaws.global.cloudfront.origin-facing of this region",
      allowedPattern: "pl-[0-9a-z-]+",
    })
    const originSecret = new CfnParameter(this, "OriginSecret", {
      description: `What CloudFront sends in ${originSecretHeader}`,
      noEcho: true,
      minLength: 32,
    })

    const vpc = this.vpc()
    const balancerGroup = new ec2.SecurityGroup(this, "LoadBalancerGroup", {
      vpc,
      description: "Load balancer of the realtime service: CloudFront in, realtime out",
      allowAllOutbound: false,
    })
    const realtimeGroup = new ec2.SecurityGroup(this, "RealtimeGroup", {
      vpc,
      description: "Realtime service: the load balancer in; database, Valkey and AWS out",
      allowAllOutbound: false,
    })
    balancerGroup.addIngressRule(ec2.Peer.prefixList(prefixList.valueAsString), ec2.Port.tcp(80), "CloudFront")
    balancerGroup.addEgressRule(realtimeGroup, ec2.Port.tcp(realtimePort), "Realtime")
    realtimeGroup.addIngressRule(balancerGroup, ec2.Port.tcp(realtimePort), "Load balancer")
    realtimeGroup.addEgressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(443), "Neon over WebSocket, AWS")
    realtimeGroup.addEgressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(6379), "Upstash over TLS")

    const { balancer, targets } = this.loadBalancer(vpc, balancerGroup, originSecret.valueAsString)

    const outputs = {
      VpcId: vpc.vpcId,
      SubnetIds: Fn.join(
        ",",
        vpc.publicSubnets.map((subnet) => subnet.subnetId),
      ),
      LoadBalancerDns: balancer.loadBalancerDnsName,
      LoadBalancerName: balancer.loadBalancerFullName,
      TargetGroupArn: targets.targetGroupArn,
      TargetGroupName: targets.targetGroupFullName,
      RealtimeGroupId: realtimeGroup.securityGroupId,
    }
    for (const [name, value] of Object.entries(outputs)) new CfnOutput(this, name, { value })
  }

  private vpc(): ec2.Vpc {
    const flowLog = new logs.LogGroup(this, "RejectedTraffic", {
      retention: logs.RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    return new ec2.Vpc(this, "Vpc", {
      maxAzs: 2,
      natGateways: 0,
      // Restricting it takes a custom resource, and with it an asset; nothing here uses the default group.
      restrictDefaultSecurityGroup: false,
      subnetConfiguration: [
        { name: "public", subnetType: ec2.SubnetType.PUBLIC, cidrMask: 20, mapPublicIpOnLaunch: false },
      ],
      flowLogs: {
        Rejected: {
          destination: ec2.FlowLogDestination.toCloudWatchLogs(flowLog),
          trafficType: ec2.FlowLogTrafficType.REJECT,
        },
      },
    })
  }

  private loadBalancer(vpc: ec2.Vpc, securityGroup: ec2.SecurityGroup, secret: string) {
    const balancer = new elb.ApplicationLoadBalancer(this, "LoadBalancer", {
      vpc,
      securityGroup,
      internetFacing: true,
      dropInvalidHeaderFields: true,
      // Socket.IO pings every 25 s; CloudFront keeps a WebSocket for 10 min without traffic.
      idleTimeout: Duration.seconds(120),
    })
    Validations.of(balancer).acknowledge({
      id: "AwsSolutions-ELB2",
      reason: "CloudFront is the only client; access logs would need a bucket of their own and say what it knows.",
    })
    const targets = new elb.ApplicationTargetGroup(this, "Realtime", {
      vpc,
      port: realtimePort,
      protocol: elb.ApplicationProtocol.HTTP,
      targetType: elb.TargetType.IP,
      deregistrationDelay: Duration.seconds(30),
      // Long polling needs every request of a client at the same task once there is more than one.
      stickinessCookieDuration: Duration.days(1),
      healthCheck: {
        path: "/healthz",
        interval: Duration.seconds(15),
        timeout: Duration.seconds(5),
        healthyThresholdCount: 2,
        unhealthyThresholdCount: 3,
      },
    })
    const listener = balancer.addListener("Http", {
      port: 80,
      open: false,
      defaultAction: elb.ListenerAction.fixedResponse(403, {
        contentType: "text/plain",
        messageBody: "This address is served through Paca's own domain only.",
      }),
    })
    listener.addAction("FromCloudFront", {
      priority: 1,
      conditions: [elb.ListenerCondition.httpHeader(originSecretHeader, [secret])],
      action: elb.ListenerAction.forward([targets]),
    })
    return { balancer, targets }
  }
}
