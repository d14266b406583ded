import { Aws, CfnOutput, CfnParameter, Duration, Fn, RemovalPolicy, Stack, Validations } from "aws-cdk-lib"
import * as cloudwatch from "aws-cdk-lib/aws-cloudwatch"
import * as ec2 from "aws-cdk-lib/aws-ec2"
import * as ecs from "aws-cdk-lib/aws-ecs"
import * as elb from "aws-cdk-lib/aws-elasticloadbalancingv2"
import * as iam from "aws-cdk-lib/aws-iam"
import * as logs from "aws-cdk-lib/aws-logs"
import * as ssm from "aws-cdk-lib/aws-ssm"
import type { Construct } from "constructs"
import { realtimePort } from "./container-network.ts"
import { plainTemplate } from "./container-stack.ts"

/** Secrets of the realtime service, each a SecureString parameter under the path of the parameter `ParameterPath`. */
export const realtimeSecrets = ["DATABASE_URL", "VALKEY_URL", "AUTH_SECRET"] as const

/** The container of an agent's task, as the launcher calls it when it gives it the environment of its conversation. */
const agentContainer = "agent"

/** How the realtime service is sized and grows. Connections are even among its tasks: each one asks for one at random. */
export const realtimeScaling = {
  /** Also the number at rest. */
  least: 1,
  most: 10,
  /** Open connections per task that the service keeps near: each costs memory, and a look at its credential a minute. */
  sockets: 1_000,
  cpuPercent: 60,
}

/** Within this time a task that ends sends its connections away, one by one. Seconds. */
const drain = 20

const smallest = { cpu: 256, memoryLimitMiB: 512 }
/** All that a container has by default but what starting a tool as another user takes. */
const agentDrops = [
  ecs.Capability.AUDIT_WRITE,
  ecs.Capability.DAC_OVERRIDE,
  ecs.Capability.FOWNER,
  ecs.Capability.FSETID,
  ecs.Capability.MKNOD,
  ecs.Capability.NET_BIND_SERVICE,
  ecs.Capability.NET_RAW,
  ecs.Capability.SETFCAP,
  ecs.Capability.SETPCAP,
  ecs.Capability.SYS_CHROOT,
]
const agentSize = { cpu: 512, memoryLimitMiB: 1024 }
const arm = { cpuArchitecture: ecs.CpuArchitecture.ARM64, operatingSystemFamily: ecs.OperatingSystemFamily.LINUX }

/**
 * What runs in containers: the always-on realtime service, and the task from which every agent conversation starts.
 *
 * Untrusted work runs in the agent's task, so it has a cluster, roles and a security group of its own: its role may
 * do nothing, nothing can reach it, and the service that starts and stops it can touch no other task.
 */
export class ContainerPlane extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id, plainTemplate("Paca: realtime service and agent tasks"))
    const parameter = (name: string, description: string) =>
      new CfnParameter(this, name, { description, minLength: 1 }).valueAsString
    const subnets = [parameter("SubnetA", "First public subnet"), parameter("SubnetB", "Second public subnet")]
    const vpc = ec2.Vpc.fromVpcAttributes(this, "Vpc", {
      vpcId: parameter("VpcId", "VPC of the network stack"),
      availabilityZones: ["a", "b"],
      publicSubnetIds: subnets,
    })

    const agent = this.agent(vpc, parameter("AgentImage", "repository@digest of the agent"))
    const appUrl = parameter("AppUrl", "Public origin of Paca")
    const namespace = parameter("MetricsNamespace", "What CloudWatch calls the product's own metrics")
    const realtime = this.realtime(vpc, parameter("RealtimeImage", "repository@digest of the realtime service"), {
      PORT: String(realtimePort),
      NODE_ENV: "production",
      APP_URL: appUrl,
      LAUNCHER: "ecs",
      PACA_API_URL: appUrl,
      ECS_CLUSTER: agent.cluster.clusterArn,
      ECS_TASK_DEFINITION: agent.family,
      ECS_SUBNETS: Fn.join(",", subnets),
      ECS_SECURITY_GROUP: agent.securityGroup.securityGroupId,
      DRAIN_SECONDS: String(drain),
      METRICS_NAMESPACE: namespace,
      // Tasks read their secrets when they start: a new version of a secret must start new tasks.
      REVISION: parameter("RealtimeRevision", "Changes when a secret changes"),
    })
    scale(realtime.service, namespace)
    this.allowStartingAgents(realtime.task.taskRole, agent)

    new CfnOutput(this, "AgentsCluster", { value: agent.cluster.clusterName })
    new CfnOutput(this, "AgentFamily", { value: agent.family })
    new CfnOutput(this, "ServicesCluster", { value: realtime.cluster.clusterName })
    new CfnOutput(this, "RealtimeService", { value: realtime.service.serviceName })
  }

  private agent(vpc: ec2.IVpc, image: string) {
    const cluster = new ecs.Cluster(this, "Agents", {
      vpc,
      containerInsightsV2: ecs.ContainerInsights.DISABLED,
      // FARGATE_SPOT and FARGATE: the launcher asks for the first and falls back to the second.
      enableFargateCapacityProviders: true,
    })
    acknowledgeNoInsights(cluster)
    const family = `${Aws.STACK_NAME}-agent`
    const task = new ecs.FargateTaskDefinition(this, "AgentTask", {
      ...agentSize,
      family,
      runtimePlatform: arm,
      taskRole: this.powerlessRole(),
      executionRole: taskRole(this, "AgentExecutionRole", "Pulls the agent's image and writes its log"),
    })
    const container = task.addContainer(agentContainer, {
      image: ecs.ContainerImage.fromRegistry(image),
      logging: this.log("AgentLog", "agent"),
      linuxParameters: linux(this, "AgentLinux", agentDrops),
      readonlyRootFilesystem: true,
      stopTimeout: Duration.seconds(30),
    })
    task.addVolume({ name: "workspace" })
    task.addVolume({ name: "tmp" })
    container.addMountPoints(
      { sourceVolume: "workspace", containerPath: "/workspace", readOnly: false },
      { sourceVolume: "tmp", containerPath: "/tmp", readOnly: false },
    )
    allowPulling(task, this.repository("AgentRepository"))

    const securityGroup = new ec2.SecurityGroup(this, "AgentGroup", {
      vpc,
      description: "Agents: nothing in; HTTPS out, to the API, models and repositories",
      allowAllOutbound: false,
    })
    securityGroup.addEgressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(443), "HTTPS")
    return { cluster, family, task, securityGroup }
  }

  /**
   * The role of an agent's own task. Its credentials are within reach of whatever runs in the container, so it may do
   * nothing, not even what a resource's own policy offers to everybody of the account.
   */
  private powerlessRole(): iam.Role {
    const role = taskRole(this, "AgentRole", "An agent's own task: no AWS rights at all")
    role.addToPolicy(new iam.PolicyStatement({ effect: iam.Effect.DENY, actions: ["*"], resources: ["*"] }))
    return role
  }

  private realtime(vpc: ec2.IVpc, image: string, environment: Record<string, string>) {
    const secretsPath = new CfnParameter(this, "ParameterPath", {
      description: `Path of the SecureString parameters ${realtimeSecrets.join(", ")}`,
      allowedPattern: "/.*[^/]",
    }).valueAsString
    const cluster = new ecs.Cluster(this, "Services", { vpc, containerInsightsV2: ecs.ContainerInsights.DISABLED })
    acknowledgeNoInsights(cluster)
    const task = new ecs.FargateTaskDefinition(this, "RealtimeTask", {
      ...smallest,
      family: `${Aws.STACK_NAME}-realtime`,
      runtimePlatform: arm,
      taskRole: taskRole(this, "RealtimeRole", "Starts and stops agents"),
      executionRole: taskRole(this, "RealtimeExecutionRole", "Pulls the image, reads the secrets, writes the log"),
    })
    task.addContainer("realtime", {
      image: ecs.ContainerImage.fromRegistry(image),
      environment,
      secrets: Object.fromEntries(
        realtimeSecrets.map((name) => [
          name,
          ecs.Secret.fromSsmParameter(
            ssm.StringParameter.fromSecureStringParameterAttributes(this, `Secret${name}`, {
              parameterName: `${secretsPath}/${name}`,
              simpleName: false,
            }),
          ),
        ]),
      ),
      portMappings: [{ containerPort: realtimePort }],
      logging: this.log("RealtimeLog", "realtime"),
      linuxParameters: linux(this, "RealtimeLinux", [ecs.Capability.ALL]),
      readonlyRootFilesystem: true,
      stopTimeout: Duration.seconds(3 * drain),
      healthCheck: {
        command: ["CMD", "node", "-e", healthProbe(realtimePort)],
        interval: Duration.seconds(15),
        startPeriod: Duration.seconds(30),
      },
    })
    allowPulling(task, this.repository("RealtimeRepository"))
    Validations.of(task).acknowledge({
      id: "AwsSolutions-ECS2",
      reason: "The variables are addresses and names; secrets come from SecureString parameters.",
    })

    const groupId = new CfnParameter(this, "RealtimeGroupId", { description: "Security group of the network stack" })
    const service = new ecs.FargateService(this, "Realtime", {
      cluster,
      taskDefinition: task,
      minHealthyPercent: 100,
      maxHealthyPercent: 200,
      circuitBreaker: { rollback: true },
      availabilityZoneRebalancing: ecs.AvailabilityZoneRebalancing.ENABLED,
      assignPublicIp: true,
      vpcSubnets: { subnets: vpc.publicSubnets },
      securityGroups: [
        ec2.SecurityGroup.fromSecurityGroupId(this, "RealtimeGroup", groupId.valueAsString, { mutable: false }),
      ],
      healthCheckGracePeriod: Duration.seconds(60),
    })
    // The number of tasks is the scaling's: a deployment that named one would cut a busy service back to it.
    const { defaultChild } = service.node
    if (defaultChild instanceof ecs.CfnService) defaultChild.addPropertyDeletionOverride("DesiredCount")
    const targetGroupArn = new CfnParameter(this, "TargetGroupArn", { description: "Targets of the load balancer" })
    service.attachToApplicationTargetGroup(
      elb.ApplicationTargetGroup.fromTargetGroupAttributes(this, "Targets", {
        targetGroupArn: targetGroupArn.valueAsString,
      }),
    )
    return { cluster, task, service }
  }

  /**
   * Of ECS, what the launcher does: RunTask on the agent's family with a tag, and in the agents' cluster ListTasks,
   * DescribeTasks and StopTask. Of IAM, PassRole on the agent's two roles.
   */
  private allowStartingAgents(role: iam.IRole, agent: ReturnType<ContainerPlane["agent"]>) {
    const here = { ArnEquals: { "ecs:cluster": agent.cluster.clusterArn } }
    const arn = (resource: string, resourceName: string) => this.formatArn({ service: "ecs", resource, resourceName })
    const tasks = arn("task", `${agent.cluster.clusterName}/*`)
    const policy = new iam.Policy(this, "StartAgents", {
      statements: [
        new iam.PolicyStatement({
          actions: ["ecs:RunTask"],
          // By family: the newest revision is the one deployed last.
          resources: [arn("task-definition", `${agent.family}:*`)],
          conditions: here,
        }),
        new iam.PolicyStatement({
          actions: ["ecs:DescribeTasks", "ecs:StopTask"],
          resources: [tasks],
          conditions: here,
        }),
        new iam.PolicyStatement({
          actions: ["ecs:TagResource"],
          resources: [tasks],
          conditions: { StringEquals: { "ecs:CreateAction": "RunTask" } },
        }),
        new iam.PolicyStatement({ actions: ["ecs:ListTasks"], resources: ["*"], conditions: here }),
        new iam.PolicyStatement({
          actions: ["iam:PassRole"],
          resources: [agent.task.taskRole.roleArn, agent.task.obtainExecutionRole().roleArn],
          conditions: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
        }),
      ],
    })
    policy.attachToRole(role)
    const clusterId = this.resolve(agent.cluster.clusterName).Ref
    const ecsArn = "AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:ecs:<AWS::Region>:<AWS::AccountId>"
    Validations.of(policy).acknowledge(
      { id: `${ecsArn}:task-definition/<AWS::StackName>-agent:*]`, reason: "The revisions of the agent's one family." },
      {
        id: `${ecsArn}:task/<${clusterId}>/*]`,
        reason: "The tasks of the cluster that holds agents and nothing else.",
      },
      {
        id: "AwsSolutions-IAM5[Resource::*]",
        reason: "ecs:ListTasks knows no resource; its condition names the cluster.",
      },
    )
  }

  private repository(parameter: string): string {
    const name = new CfnParameter(this, parameter, { description: "Name of the image's repository", minLength: 1 })
    return this.formatArn({ service: "ecr", resource: "repository", resourceName: name.valueAsString })
  }

  private log(id: string, streamPrefix: string): ecs.LogDriver {
    return ecs.LogDriver.awsLogs({
      streamPrefix,
      logGroup: new logs.LogGroup(this, id, {
        retention: logs.RetentionDays.ONE_MONTH,
        removalPolicy: RemovalPolicy.DESTROY,
      }),
    })
  }
}

function taskRole(scope: Construct, id: string, description: string): iam.Role {
  return new iam.Role(scope, id, { description, assumedBy: new iam.ServicePrincipal("ecs-tasks.amazonaws.com") })
}

function allowPulling(task: ecs.FargateTaskDefinition, repositoryArn: string) {
  const role = task.obtainExecutionRole()
  role.addToPrincipalPolicy(new iam.PolicyStatement({ actions: ["ecr:GetAuthorizationToken"], resources: ["*"] }))
  role.addToPrincipalPolicy(
    new iam.PolicyStatement({
      actions: ["ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage"],
      resources: [repositoryArn],
    }),
  )
  Validations.of(role).acknowledge({
    id: "AwsSolutions-IAM5[Resource::*]",
    reason: "ecr:GetAuthorizationToken knows no resource; the image itself comes from exactly one repository.",
  })
}

function acknowledgeNoInsights(cluster: ecs.Cluster) {
  Validations.of(cluster).acknowledge({
    id: "AwsSolutions-ECS4",
    reason: "Cost at rest is a design figure; the load balancer's and the product's own metrics carry the alarms.",
  })
}

/** What a container that is no root may get back by no program of its image. */
function linux(scope: Construct, id: string, drops: ecs.Capability[]): ecs.LinuxParameters {
  const parameters = new ecs.LinuxParameters(scope, id, { initProcessEnabled: true })
  parameters.dropCapabilities(...drops)
  return parameters
}

/** Follows the connections and the processor, upwards within minutes and downwards slowly: leaving costs everybody one. */
function scale(service: ecs.FargateService, namespace: string) {
  const { least, most, sockets, cpuPercent } = realtimeScaling
  const tasks = service.autoScaleTaskCount({ minCapacity: least, maxCapacity: most })
  const pace = { scaleOutCooldown: Duration.minutes(1), scaleInCooldown: Duration.minutes(10) }
  tasks.scaleOnCpuUtilization("Cpu", { ...pace, targetUtilizationPercent: cpuPercent })
  tasks.scaleToTrackCustomMetric("Sockets", {
    ...pace,
    metric: new cloudwatch.Metric({
      namespace,
      metricName: "OpenSockets",
      dimensionsMap: { Service: "realtime" },
      // Each task writes its own number once a minute: the average is the one of a task.
      statistic: "Average",
      period: Duration.minutes(1),
    }),
    targetValue: sockets,
  })
}

function healthProbe(port: number): string {
  return `fetch("http://127.0.0.1:${port}/healthz").then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))`
}
