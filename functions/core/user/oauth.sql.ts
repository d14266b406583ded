import { boolean, index, integer, jsonb, pgTable, text, timestamp, uniqueIndex, uuid } from "drizzle-orm/pg-core"
import { id } from "../columns.ts"
import { session, user } from "./user.sql.ts"

/**
 * Programs that act for people, and what people let them do (OAuth 2.1). Written by better-auth's provider
 * (`functions/auth`), which finds columns by the names of these properties: they are its own, in camelCase.
 */
const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: "date" })

const created = () => moment("created_at").defaultNow()
const userId = () => uuid("user_id").references(() => user.id, { onDelete: "cascade" })
const clientId = () =>
  text("client_id")
    .notNull()
    .references(() => oauthClient.clientId, { onDelete: "cascade" })
const sessionId = () => uuid("session_id").references(() => session.id, { onDelete: "set null" })

/** A program that has registered itself (RFC 7591). Its name is what it says it is. */
export const oauthClient = pgTable(
  "oauth_client",
  {
    id: id(),
    clientId: text("client_id").notNull().unique(),
    clientSecret: text("client_secret"),
    clientDiscoveryId: text("client_discovery_id"),
    disabled: boolean().default(false),
    skipConsent: boolean("skip_consent"),
    enableEndSession: boolean("enable_end_session"),
    subjectType: text("subject_type"),
    scopes: text().array(),
    clientCredentialsScopes: text("client_credentials_scopes").array(),
    userId: userId(),
    createdAt: created(),
    updatedAt: moment("updated_at"),
    name: text(),
    uri: text(),
    icon: text(),
    contacts: text().array(),
    tos: text(),
    policy: text(),
    softwareId: text("software_id"),
    softwareVersion: text("software_version"),
    softwareStatement: text("software_statement"),
    redirectUris: text("redirect_uris").array().notNull(),
    postLogoutRedirectUris: text("post_logout_redirect_uris").array(),
    backchannelLogoutUri: text("backchannel_logout_uri"),
    backchannelLogoutSessionRequired: boolean("backchannel_logout_session_required"),
    tokenEndpointAuthMethod: text("token_endpoint_auth_method"),
    applicationType: text("application_type"),
    jwks: text(),
    jwksUri: text("jwks_uri"),
    grantTypes: text("grant_types").array(),
    responseTypes: text("response_types").array(),
    requirePKCE: boolean("require_pkce"),
    dpopBoundAccessTokens: boolean("dpop_bound_access_tokens").default(false),
    referenceId: text("reference_id"),
    metadata: jsonb(),
  },
  (table) => [index("oauth_client_by_user").on(table.userId), index("oauth_client_by_age").on(table.createdAt)],
)

/** What tokens are good for (RFC 8707): the MCP server of this installation. */
export const oauthResource = pgTable("oauth_resource", {
  id: id(),
  identifier: text().notNull().unique(),
  name: text().notNull(),
  accessTokenTtl: integer("access_token_ttl"),
  refreshTokenTtl: integer("refresh_token_ttl"),
  signingAlgorithm: text("signing_algorithm"),
  signingKeyId: text("signing_key_id"),
  allowedScopes: text("allowed_scopes").array(),
  customClaims: jsonb("custom_claims"),
  dpopBoundAccessTokensRequired: boolean("dpop_bound_access_tokens_required").default(false),
  disabled: boolean().default(false),
  createdAt: created(),
  updatedAt: moment("updated_at"),
  policyVersion: integer("policy_version").default(1),
  metadata: jsonb(),
})

export const oauthClientResource = pgTable(
  "oauth_client_resource",
  {
    id: id(),
    clientId: clientId(),
    resourceId: text("resource_id")
      .notNull()
      .references(() => oauthResource.identifier, { onDelete: "cascade" }),
    metadata: jsonb(),
    createdAt: created(),
  },
  (table) => [uniqueIndex("oauth_client_resource_pair").on(table.clientId, table.resourceId)],
)

/** Only the SHA-256 of a token is kept. */
export const oauthRefreshToken = pgTable(
  "oauth_refresh_token",
  {
    id: id(),
    token: text().notNull().unique(),
    clientId: clientId(),
    sessionId: sessionId(),
    userId: userId().notNull(),
    referenceId: text("reference_id"),
    authorizationCodeId: text("authorization_code_id"),
    resources: text().array(),
    requestedUserInfoClaims: text("requested_user_info_claims").array(),
    expiresAt: moment("expires_at").notNull(),
    createdAt: created().notNull(),
    revoked: moment("revoked"),
    rotatedAt: moment("rotated_at"),
    rotationReplayResponse: text("rotation_replay_response"),
    rotationReplayExpiresAt: moment("rotation_replay_expires_at"),
    authTime: moment("auth_time"),
    confirmation: jsonb(),
    scopes: text().array().notNull(),
  },
  (table) => [
    index("oauth_refresh_token_by_user").on(table.userId, table.clientId),
    index("oauth_refresh_token_by_client").on(table.clientId),
    index("oauth_refresh_token_by_session").on(table.sessionId),
    index("oauth_refresh_token_by_code").on(table.authorizationCodeId),
  ],
)

/** Only the SHA-256 of a token is kept. */
export const oauthAccessToken = pgTable(
  "oauth_access_token",
  {
    id: id(),
    token: text().notNull().unique(),
    clientId: clientId(),
    sessionId: sessionId(),
    userId: userId(),
    referenceId: text("reference_id"),
    authorizationCodeId: text("authorization_code_id"),
    resources: text().array(),
    requestedUserInfoClaims: text("requested_user_info_claims").array(),
    refreshId: uuid("refresh_id").references(() => oauthRefreshToken.id, { onDelete: "cascade" }),
    expiresAt: moment("expires_at").notNull(),
    createdAt: created().notNull(),
    revoked: moment("revoked"),
    confirmation: jsonb(),
    scopes: text().array().notNull(),
  },
  (table) => [
    index("oauth_access_token_by_user").on(table.userId, table.clientId),
    index("oauth_access_token_by_client").on(table.clientId),
    index("oauth_access_token_by_session").on(table.sessionId),
    index("oauth_access_token_by_refresh").on(table.refreshId),
    index("oauth_access_token_by_code").on(table.authorizationCodeId),
    index("oauth_access_token_by_expiry").on(table.expiresAt),
  ],
)

/** That a person let a program act for them, and within what. */
export const oauthConsent = pgTable(
  "oauth_consent",
  {
    id: id(),
    clientId: clientId(),
    userId: userId(),
    referenceId: text("reference_id"),
    resources: text().array(),
    requestedUserInfoClaims: text("requested_user_info_claims").array(),
    scopes: text().array().notNull(),
    createdAt: created().notNull(),
    updatedAt: moment("updated_at").notNull().defaultNow(),
  },
  (table) => [
    index("oauth_consent_by_user").on(table.userId, table.clientId),
    index("oauth_consent_by_client").on(table.clientId),
  ],
)

/** Client assertions that were used; the id is a digest of one, so that none is used twice (RFC 7523). */
export const oauthClientAssertion = pgTable("oauth_client_assertion", {
  id: text().primaryKey(),
  expiresAt: moment("expires_at").notNull(),
})
