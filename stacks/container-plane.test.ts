import { execFileSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { Match, Template } from "aws-cdk-lib/assertions"
import { describe, expect, it } from "vitest"
import * as z from "zod"

// As a deployment does it: a finding of cdk-nag without a written reason would fail this.
const synth = fileURLToPath(new URL("./synth.ts", import.meta.url))
const Templates = z.object({ network: z.looseObject({}), plane: z.looseObject({}) })
const templates = Templates.parse(
  JSON.parse(execFileSync(process.execPath, [synth], { encoding: "utf8", timeout: 60_000 })),
)
const network = Template.fromJSON(templates.network)
const plane = Template.fromJSON(templates.plane)

const Statement = z.object({
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

describe("both container stacks", () => {
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
      DesiredCount: 1,
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
    const Container = z.object({
      Name: z.string(),
      Environment: z.array(z.object({ Name: z.string(), Value: z.unknown() })).default([]),
      Secrets: z.array(z.object({ Name: z.string() })).default([]),
    })
    const Task = z.object({ Properties: z.object({ ContainerDefinitions: z.array(Container) }) })
    const [realtime] = Object.values(plane.findResources("AWS::ECS::TaskDefinition"))
      .flatMap((task) => Task.parse(task).Properties.ContainerDefinitions)
      .filter(({ Name }) => Name === "realtime")
    const given = [...(realtime?.Environment ?? []), ...(realtime?.Secrets ?? [])].map(({ Name }) => [Name, "set"])
    const asked = readFileSync(new URL("../functions/realtime/config.ts", import.meta.url), "utf8")
    for (const [, name] of asked.matchAll(/^ {2}([A-Z_]+): z\./gm)) {
      if (name !== "HOST") expect(Object.fromEntries(given), name).toHaveProperty(String(name))
    }
    expect(realtime?.Environment).toContainEqual({ Name: "LAUNCHER", Value: "ecs" })
  })
})

describe("an agent's task", () => {
  it("has a role that may do nothing", () => {
    expect(statements().filter(({ role }) => role === idOf("AWS::IAM::Role", "AgentRole"))).toEqual([])
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

  it("is StopTask in the agents' cluster, where nothing but agents runs", () => {
    const [held, ...more] = of("ecs:StopTask")
    expect(more).toEqual([])
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
    expect(actions.sort()).toEqual(["ecs:ListTasks", "ecs:RunTask", "ecs:StopTask", "ecs:TagResource", "iam:PassRole"])
  })
})

describe("what the operator hears", () => {
  it("is a mail when no realtime task is healthy, or when it answers with errors", () => {
    plane.resourceCountIs("AWS::CloudWatch::Alarm", 2)
    plane.allResourcesProperties("AWS::CloudWatch::Alarm", {
      AlarmActions: [{ Ref: Match.stringLikeRegexp("^Alarms") }],
    })
    plane.hasResource("AWS::SNS::Subscription", { Condition: "HasAlarmEmail" })
  })

  it("comes from logs that are kept for a month", () => {
    for (const template of [network, plane]) {
      template.allResourcesProperties("AWS::Logs::LogGroup", { RetentionInDays: 30 })
    }
  })
})
