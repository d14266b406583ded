import { readFileSync } from "node:fs"
import { Match, Template } from "aws-cdk-lib/assertions"
import { describe, expect, it } from "vitest"
import * as z from "zod"
import { metricLine } from "../functions/realtime/metrics.ts"
import { templates } from "./dry-run/synthesized.ts"

const network = Template.fromJSON(templates.network)
const plane = Template.fromJSON(templates.plane)

const Statement = z.object({
  Effect: z.enum(["Allow", "Deny"]),
  Action: z.union([z.string(), z.array(z.string())]),
  Resource: z.unknown(),
  Condition: z.unknown().optional(),
})
const Policy = z.object({
  Properties: z.object({
    PolicyDocument: z.object({ Statement: z.array(Statement) }),
    Roles: z.array(z.object({ Ref: z.string() })),
  }),
})

/** Every statement that some role of the plane holds, with the logical name of the role. */
function statements() {
  return Object.values(plane.findResources("AWS::IAM::Policy")).flatMap((resource) => {
    const { PolicyDocument, Roles } = Policy.parse(resource).Properties
    return Roles.flatMap((role) => PolicyDocument.Statement.map((statement) => ({ role: role.Ref, ...statement })))
  })
}

/** The logical name of the one resource whose name begins so. */
function idOf(type: string, prefix: string): string {
  const ids = Object.keys(plane.findResources(type)).filter((id) => new RegExp(`^${prefix}[0-9A-F]{8}$`).test(id))
  expect(ids).toHaveLength(1)
  return String(ids[0])
}

const Container = z.object({
  Name: z.string(),
  Environment: z.array(z.object({ Name: z.string(), Value: z.unknown() })).default([]),
  Secrets: z.array(z.object({ Name: z.string() })).default([]),
  StopTimeout: z.number(),
  LinuxParameters: z.object({ Capabilities: z.object({ Drop: z.array(z.string()) }) }),
})
const Task = z.object({ Properties: z.object({ ContainerDefinitions: z.array(Container) }) })

/** The one container of this name in any of the plane's tasks. */
function containerNamed(name: string): z.infer<typeof Container> {
  const containers = Object.values(plane.findResources("AWS::ECS::TaskDefinition")).flatMap(
    (task) => Task.parse(task).Properties.ContainerDefinitions,
  )
  const found = containers.find(({ Name }) => Name === name)
  if (!found) expect.fail(`There is no container ${name}`)
  return found
}

/** The properties of a template's only resource of a type. */
function propertiesOf(template: Template, type: string): Record<string, unknown> {
  const [found, ...more] = Object.values(template.findResources(type))
  expect(more).toEqual([])
  return z.looseObject({}).parse(found?.Properties)
}

/** A load balancer's or target group's attribute. */
function attribute(attributes: unknown, key: string): string | undefined {
  const pairs = z.array(z.object({ Key: z.string(), Value: z.string() })).parse(attributes)
  return pairs.find((pair) => pair.Key === key)?.Value
}

describe("every stack", () => {
  it.each(Object.entries(templates))("%s fits CloudFormation's limit for a template in a request", (_, template) => {
    expect(JSON.stringify(template).length).toBeLessThan(51_200)
  })

  it.each(Object.entries(templates))("%s needs no assets, no bootstrap and no custom resources", (_, template) => {
    const text = JSON.stringify(template)
    expect(text).not.toMatch(/AssetParameters|cdk-bootstrap|cdk-hnb659fds|Custom::|AWS::Lambda::Function/)
  })
})

describe("the network", () => {
  it("has two public subnets and no NAT", () => {
    network.resourceCountIs("AWS::EC2::Subnet", 2)
    network.resourceCountIs("AWS::EC2::NatGateway", 0)
  })

  it("lets nobody but CloudFront reach the load balancer", () => {
    network.resourceCountIs("AWS::EC2::SecurityGroupIngress", 2)
    network.hasResourceProperties("AWS::EC2::SecurityGroupIngress", {
      SourcePrefixListId: { Ref: "CloudFrontPrefixList" },
      FromPort: 80,
      ToPort: 80,
    })
    network.hasResourceProperties("AWS::EC2::SecurityGroupIngress", {
      SourceSecurityGroupId: Match.anyValue(),
      FromPort: 8080,
      ToPort: 8080,
    })
    network.allResourcesProperties("AWS::EC2::SecurityGroup", { SecurityGroupIngress: Match.absent() })
  })

  it("answers 403 to a distribution that does not know the secret", () => {
    network.hasResourceProperties("AWS::ElasticLoadBalancingV2::Listener", {
      Port: 80,
      DefaultActions: [{ Type: "fixed-response", FixedResponseConfig: Match.objectLike({ StatusCode: "403" }) }],
    })
    network.resourceCountIs("AWS::ElasticLoadBalancingV2::ListenerRule", 1)
    network.hasResourceProperties("AWS::ElasticLoadBalancingV2::ListenerRule", {
      Conditions: [
        {
          Field: "http-header",
          HttpHeaderConfig: { HttpHeaderName: "x-paca-origin", Values: [{ Ref: "OriginSecret" }] },
        },
      ],
    })
  })

  it("asks the realtime service for its health and keeps a client at its task", () => {
    network.hasResourceProperties("AWS::ElasticLoadBalancingV2::TargetGroup", {
      HealthCheckPath: "/healthz",
      Port: 8080,
      TargetType: "ip",
      TargetGroupAttributes: Match.arrayWith([{ Key: "stickiness.enabled", Value: "true" }]),
    })
  })
})

describe("the realtime service", () => {
  it("is one quarter of an ARM core, always on, and rolls back a release that does not get healthy", () => {
    plane.hasResourceProperties("AWS::ECS::Service", {
      // Named, it would cut a busy service back at every deployment.
      DesiredCount: Match.absent(),
      DeploymentConfiguration: Match.objectLike({
        DeploymentCircuitBreaker: { Enable: true, Rollback: true },
        MinimumHealthyPercent: 100,
      }),
      NetworkConfiguration: { AwsvpcConfiguration: Match.objectLike({ SecurityGroups: [{ Ref: "RealtimeGroupId" }] }) },
      LoadBalancers: [{ ContainerName: "realtime", ContainerPort: 8080, TargetGroupArn: { Ref: "TargetGroupArn" } }],
    })
    plane.hasResourceProperties("AWS::ECS::TaskDefinition", {
      Cpu: "256",
      Memory: "512",
      RuntimePlatform: { CpuArchitecture: "ARM64", OperatingSystemFamily: "LINUX" },
      ContainerDefinitions: [
        Match.objectLike({ Name: "realtime", ReadonlyRootFilesystem: true, Image: { Ref: "RealtimeImage" } }),
      ],
    })
  })

  it("grows with its connections and its load, and never below one task", () => {
    plane.hasResourceProperties("AWS::ApplicationAutoScaling::ScalableTarget", {
      MinCapacity: 1,
      MaxCapacity: 10,
      ScalableDimension: "ecs:service:DesiredCount",
    })
    plane.resourceCountIs("AWS::ApplicationAutoScaling::ScalingPolicy", 2)
    plane.hasResourceProperties("AWS::ApplicationAutoScaling::ScalingPolicy", {
      TargetTrackingScalingPolicyConfiguration: Match.objectLike({
        CustomizedMetricSpecification: {
          Namespace: { Ref: "MetricsNamespace" },
          MetricName: "OpenSockets",
          Dimensions: [{ Name: "Service", Value: "realtime" }],
          Statistic: "Average",
        },
        TargetValue: 1000,
      }),
    })
    plane.hasResourceProperties("AWS::ApplicationAutoScaling::ScalingPolicy", {
      TargetTrackingScalingPolicyConfiguration: Match.objectLike({
        PredefinedMetricSpecification: { PredefinedMetricType: "ECSServiceAverageCPUUtilization" },
        TargetValue: 60,
      }),
    })
  })

  it("is scaled by a metric that it writes by exactly that name", () => {
    const line = JSON.parse(metricLine("Paca/test", { OpenSockets: 1 }, 0))
    expect(line._aws.CloudWatchMetrics[0].Metrics).toContainEqual({ Name: "OpenSockets", Unit: "Count" })
    expect(line).toMatchObject({ Service: "realtime" })
  })

  it("lets connections live and go: no timeout ends a WebSocket that pings, and a task that ends has time to drain", () => {
    const { LoadBalancerAttributes } = propertiesOf(network, "AWS::ElasticLoadBalancingV2::LoadBalancer")
    const idle = Number(attribute(LoadBalancerAttributes, "idle_timeout.timeout_seconds"))
    // Socket.IO pings every 25 s and waits 20 s for the answer.
    expect(idle).toBeGreaterThan(25 + 20)
    const { TargetGroupAttributes } = propertiesOf(network, "AWS::ElasticLoadBalancingV2::TargetGroup")
    const delay = Number(attribute(TargetGroupAttributes, "deregistration_delay.timeout_seconds"))
    const { Environment, StopTimeout } = containerNamed("realtime")
    const drain = Number(Environment.find(({ Name }) => Name === "DRAIN_SECONDS")?.Value)
    expect(drain).toBeGreaterThanOrEqual(10)
    expect(delay).toBeGreaterThanOrEqual(drain)
    expect(StopTimeout).toBeGreaterThan(drain)
  })

  it("gets its secrets from SecureString parameters and none in plain sight", () => {
    plane.hasResourceProperties("AWS::ECS::TaskDefinition", {
      ContainerDefinitions: [
        Match.objectLike({
          Name: "realtime",
          Secrets: ["DATABASE_URL", "VALKEY_URL", "AUTH_SECRET"].map((Name) => ({ Name, ValueFrom: Match.anyValue() })),
        }),
      ],
    })
  })

  it("starts with all the settings it reads", () => {
    const realtime = containerNamed("realtime")
    const given = [...realtime.Environment, ...realtime.Secrets].map(({ Name }) => [Name, "set"])
    const asked = readFileSync(new URL("../functions/realtime/config.ts", import.meta.url), "utf8")
    for (const [, name] of asked.matchAll(/^ {2}([A-Z_]+): z\./gm)) {
      if (name !== "HOST") expect(Object.fromEntries(given), name).toHaveProperty(String(name))
    }
    expect(realtime.Environment).toContainEqual({ Name: "LAUNCHER", Value: "ecs" })
  })
})

describe("an agent's task", () => {
  it("has a role that may do nothing, whatever a resource's own policy offers", () => {
    expect(statements().filter(({ role }) => role === idOf("AWS::IAM::Role", "AgentRole"))).toMatchObject([
      { Effect: "Deny", Action: "*", Resource: "*" },
    ])
    const denied = statements().filter(({ Effect }) => Effect !== "Allow")
    expect(denied).toHaveLength(1)
    plane.allResourcesProperties("AWS::IAM::Role", { ManagedPolicyArns: Match.absent(), Policies: Match.absent() })
  })

  it("can be reached by nobody and reaches only HTTPS", () => {
    plane.resourceCountIs("AWS::EC2::SecurityGroup", 1)
    plane.resourceCountIs("AWS::EC2::SecurityGroupIngress", 0)
    plane.hasResourceProperties("AWS::EC2::SecurityGroup", {
      SecurityGroupIngress: Match.absent(),
      SecurityGroupEgress: [Match.objectLike({ CidrIp: "0.0.0.0/0", FromPort: 443, ToPort: 443 })],
    })
  })

  it("writes nowhere but to its workspace and to /tmp, and is given no secret", () => {
    plane.hasResourceProperties("AWS::ECS::TaskDefinition", {
      Family: Match.anyValue(),
      ContainerDefinitions: [
        Match.objectLike({
          Name: "agent",
          ReadonlyRootFilesystem: true,
          MountPoints: [
            Match.objectLike({ ContainerPath: "/workspace", ReadOnly: false }),
            Match.objectLike({ ContainerPath: "/tmp", ReadOnly: false }),
          ],
          Secrets: Match.absent(),
          Environment: Match.absent(),
        }),
      ],
    })
  })
})

describe("the agents' cluster", () => {
  it("offers Spot, and on-demand for when there is none", () => {
    plane.hasResourceProperties("AWS::ECS::ClusterCapacityProviderAssociations", {
      CapacityProviders: Match.arrayWith(["FARGATE", "FARGATE_SPOT"]),
      Cluster: { Ref: idOf("AWS::ECS::Cluster", "Agents") },
    })
    plane.resourceCountIs("AWS::ECS::ClusterCapacityProviderAssociations", 1)
  })
})

describe("the right to start agents", () => {
  const cluster = () => ({
    ArnEquals: { "ecs:cluster": { "Fn::GetAtt": [idOf("AWS::ECS::Cluster", "Agents"), "Arn"] } },
  })
  const arn = (...rest: unknown[]) => ({
    "Fn::Join": [
      "",
      ["arn:", { Ref: "AWS::Partition" }, ":ecs:", { Ref: "AWS::Region" }, ":", { Ref: "AWS::AccountId" }, ...rest],
    ],
  })
  const of = (action: string) => statements().filter(({ Action }) => [Action].flat().includes(action))

  it("is RunTask on the agent's family, in the agents' cluster", () => {
    const [held, ...more] = of("ecs:RunTask")
    expect(more).toEqual([])
    expect(held?.role).toBe(idOf("AWS::IAM::Role", "RealtimeRole"))
    expect(held?.Resource).toEqual(arn(":task-definition/", { Ref: "AWS::StackName" }, "-agent:*"))
    expect(held?.Condition).toEqual(cluster())
  })

  it("is StopTask and DescribeTasks in the agents' cluster, where nothing but agents runs", () => {
    const [held, ...more] = of("ecs:StopTask")
    expect(more).toEqual([])
    expect(held?.Action).toEqual(["ecs:DescribeTasks", "ecs:StopTask"])
    expect(held?.Resource).toEqual(arn(":task/", { Ref: idOf("AWS::ECS::Cluster", "Agents") }, "/*"))
    expect(held?.Condition).toEqual(cluster())
    plane.hasResourceProperties("AWS::ECS::Service", { Cluster: { Ref: idOf("AWS::ECS::Cluster", "Services") } })
  })

  it("is to see the tasks of that cluster, and to tag one as it starts it", () => {
    expect(of("ecs:ListTasks")).toMatchObject([{ Condition: cluster() }])
    expect(of("ecs:TagResource")).toMatchObject([
      {
        Resource: arn(":task/", { Ref: idOf("AWS::ECS::Cluster", "Agents") }, "/*"),
        Condition: { StringEquals: { "ecs:CreateAction": "RunTask" } },
      },
    ])
  })

  it("is PassRole on exactly the two roles of the agent's task, to ECS only", () => {
    const [held, ...more] = of("iam:PassRole")
    expect(more).toEqual([])
    expect(held?.Resource).toEqual([
      { "Fn::GetAtt": [idOf("AWS::IAM::Role", "AgentRole"), "Arn"] },
      { "Fn::GetAtt": [idOf("AWS::IAM::Role", "AgentExecutionRole"), "Arn"] },
    ])
    expect(held?.Condition).toEqual({ StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } })
  })

  it("is all the realtime service may do", () => {
    const actions = statements()
      .filter(({ role }) => role === idOf("AWS::IAM::Role", "RealtimeRole"))
      .flatMap(({ Action }) => Action)
    expect(actions.sort()).toEqual([
      "ecs:DescribeTasks",
      "ecs:ListTasks",
      "ecs:RunTask",
      "ecs:StopTask",
      "ecs:TagResource",
      "iam:PassRole",
    ])
  })
})

describe("containers", () => {
  it("keep no privilege of root that they do not use", () => {
    expect(containerNamed("realtime").LinuxParameters.Capabilities.Drop).toEqual(["ALL"])
    const { Drop } = containerNamed("agent").LinuxParameters.Capabilities
    expect(Drop).toEqual(expect.arrayContaining(["NET_RAW", "MKNOD", "SYS_CHROOT", "SETPCAP", "DAC_OVERRIDE"]))
  })
})

describe("logs", () => {
  it("are kept for a month", () => {
    for (const template of [network, plane]) {
      template.allResourcesProperties("AWS::Logs::LogGroup", { RetentionInDays: 30 })
    }
    plane.resourceCountIs("AWS::Logs::LogGroup", 2)
    network.resourceCountIs("AWS::Logs::LogGroup", 1)
  })
})
