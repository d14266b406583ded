/** By what CloudFront sends in this header the load balancer knows our own distribution. */
export const originSecretHeader = "x-paca-origin"

/**
 * The address a request came from, as CloudFront saw it. Written at the edge over whatever the client sent, so it is the
 * one that limits may rely on (`functions/core/access/address.ts`).
 */
export const addressHeader = "x-paca-address"

/**
 * CloudFront signs its requests to function URLs in the header `Authorization`. The caller's own travels past that
 * signature in this one: the router's function at the edge moves it there, `restoreAuthorization` moves it back.
 */
export const authorizationHeader = "x-paca-authorization"

/** Lines that run in a Lambda before its handler sees the event. */
export const restoreAuthorization = [
  `  if (event.headers) {`,
  `    const { authorization: _signature, "${authorizationHeader}": own, ...headers } = event.headers;`,
  `    event.headers = own === undefined ? headers : { ...headers, authorization: own };`,
  `  }`,
]
