import { addressHeader, authorizationHeader, originSecretHeader } from "./headers.ts"
import { network } from "./network.ts"
import { originSecret } from "./secrets.ts"
import { settings } from "./settings.ts"

/** Under this path the auth function also answers for the root's `/.well-known/`; its route takes the prefix off. */
export const wellKnownPrefix = "/api/v1/auth/~root"

// Policies managed by CloudFront.
const cachingDisabled = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
const allViewer = "216adef6-5c7f-47e4-b989-5493eafa07d3"

const realtimeOrigin = {
  originId: "realtime",
  domainName: network.outputs.apply((outputs) => outputs.LoadBalancerDns),
  customHeaders: [{ name: originSecretHeader, value: originSecret }],
  customOriginConfig: {
    httpPort: 80,
    httpsPort: 443,
    originProtocolPolicy: "http-only",
    originReadTimeout: 60,
    originKeepaliveTimeout: 60,
    originSslProtocols: ["TLSv1.2"],
  },
}

/** As `functions/core/access/headers.ts` says it, for built files and pages too. A page's own policy comes with it. */
const securityHeaders = new aws.cloudfront.ResponseHeadersPolicy("SecurityHeaders", {
  securityHeadersConfig: {
    strictTransportSecurity: { accessControlMaxAgeSec: 63_072_000, includeSubdomains: true, override: true },
    contentTypeOptions: { override: true },
    frameOptions: { frameOption: "DENY", override: false },
    referrerPolicy: { referrerPolicy: "same-origin", override: false },
  },
  customHeadersConfig: {
    items: [
      {
        header: "permissions-policy",
        value: "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
        override: false,
      },
      { header: "cross-origin-opener-policy", value: "same-origin", override: false },
    ],
  },
})

const realtimeBehavior = {
  pathPattern: "/socket.io/*",
  targetOriginId: realtimeOrigin.originId,
  viewerProtocolPolicy: "https-only",
  allowedMethods: ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"],
  cachedMethods: ["GET", "HEAD"],
  cachePolicyId: cachingDisabled,
  originRequestPolicyId: allViewer,
  responseHeadersPolicyId: securityHeaders.id,
}

/**
 * The one public address. Functions and the site add their routes to it by path; WebSockets go straight to the load
 * balancer. Function URLs admit only this distribution, and every request to them is signed at the edge.
 */
export const router = new sst.aws.Router("Router", {
  domain: settings.domain,
  protection: "oac-with-edge-signing",
  edge: {
    viewerRequest: {
      injection: `{
    const headers = event.request.headers;
    delete headers["${authorizationHeader}"];
    if (headers.authorization) headers["${authorizationHeader}"] = headers.authorization;
    headers["${addressHeader}"] = { value: event.viewer.ip };
    if (event.request.uri.startsWith("/.well-known/")) event.request.uri = "${wellKnownPrefix}" + event.request.uri;
  }`,
    },
  },
  transform: {
    cdn: (args) => {
      const standard = $output(args.defaultCacheBehavior)
      args.origins = $util.all([args.origins, realtimeOrigin]).apply(([origins, realtime]) => [...origins, realtime])
      args.orderedCacheBehaviors = standard.apply((behavior) => [
        realtimeBehavior,
        // Built files, named by their content: cached, and never sent with a body to sign.
        {
          ...behavior,
          pathPattern: "/assets/*",
          lambdaFunctionAssociations: [],
          responseHeadersPolicyId: securityHeaders.id,
        },
      ])
      // Answers depend on who asks. With caching off CloudFront also does not merge requests for the same path.
      args.defaultCacheBehavior = standard.apply((behavior) => ({
        ...behavior,
        cachePolicyId: cachingDisabled,
        responseHeadersPolicyId: securityHeaders.id,
      }))
    },
  },
})
