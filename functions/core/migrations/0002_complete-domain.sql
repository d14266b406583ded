-- Similar words (pg_trgm), and identifiers beside words in one index (btree_gin).
CREATE EXTENSION IF NOT EXISTS pg_trgm;
--> statement-breakpoint
CREATE EXTENSION IF NOT EXISTS btree_gin;
--> statement-breakpoint
CREATE TABLE "doc_folder" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"project_id" uuid NOT NULL,
	"parent_id" uuid,
	"name" text NOT NULL,
	"position" integer NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "doc_folder_in_project" UNIQUE("project_id","id")
);
--> statement-breakpoint
CREATE TABLE "doc_snapshot" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"project_id" uuid NOT NULL,
	"document_id" uuid NOT NULL,
	"snapshot_number" integer NOT NULL,
	"title" text NOT NULL,
	"content" text NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"is_restored" boolean DEFAULT false NOT NULL,
	CONSTRAINT "doc_snapshot_number" UNIQUE("document_id","snapshot_number")
);
--> statement-breakpoint
CREATE TABLE "doc_task_link" (
	"project_id" uuid NOT NULL,
	"document_id" uuid NOT NULL,
	"task_id" uuid NOT NULL,
	"origin" text NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "doc_task_link_document_id_task_id_origin_pk" PRIMARY KEY("document_id","task_id","origin")
);
--> statement-breakpoint
CREATE TABLE "document" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"project_id" uuid NOT NULL,
	"folder_id" uuid,
	"title" text NOT NULL,
	"content" text DEFAULT '' NOT NULL,
	"position" integer NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_by" uuid NOT NULL,
	"updated_by" uuid NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp(3) with time zone,
	"search" "tsvector" GENERATED ALWAYS AS (setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', left(content, 200000)), 'B')) STORED,
	CONSTRAINT "document_in_project" UNIQUE("project_id","id")
);
--> statement-breakpoint
CREATE TABLE "project_export" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"project_id" uuid NOT NULL,
	"requested_by" uuid NOT NULL,
	"status" text DEFAULT 'pending' NOT NULL,
	"cancel_requested" boolean DEFAULT false NOT NULL,
	"file_name" text NOT NULL,
	"file_size" bigint,
	"total" integer DEFAULT 0 NOT NULL,
	"done" integer DEFAULT 0 NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"error_message" text,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp(3) with time zone,
	"completed_at" timestamp(3) with time zone,
	"expires_at" timestamp(3) with time zone
);
--> statement-breakpoint
CREATE TABLE "attachment" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"project_id" uuid NOT NULL,
	"task_id" uuid NOT NULL,
	"created_by" uuid NOT NULL,
	"file_name" text NOT NULL,
	"content_type" text NOT NULL,
	"file_size" bigint NOT NULL,
	"upload_id" text,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"completed_at" timestamp(3) with time zone,
	"deleted_at" timestamp(3) with time zone
);
--> statement-breakpoint
CREATE TABLE "notification_preference" (
	"user_id" uuid NOT NULL,
	"type" text NOT NULL,
	"channel" text NOT NULL,
	CONSTRAINT "notification_preference_user_id_type_pk" PRIMARY KEY("user_id","type")
);
--> statement-breakpoint
CREATE TABLE "global_role" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"name" text NOT NULL,
	"actions" text[] NOT NULL,
	"is_system" boolean DEFAULT false NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "oauth_access_token" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"token" text NOT NULL,
	"client_id" text NOT NULL,
	"session_id" uuid,
	"user_id" uuid,
	"reference_id" text,
	"authorization_code_id" text,
	"resources" text[],
	"requested_user_info_claims" text[],
	"refresh_id" uuid,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"revoked" timestamp (3) with time zone,
	"confirmation" jsonb,
	"scopes" text[] NOT NULL,
	CONSTRAINT "oauth_access_token_token_unique" UNIQUE("token")
);
--> statement-breakpoint
CREATE TABLE "oauth_client" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"client_id" text NOT NULL,
	"client_secret" text,
	"client_discovery_id" text,
	"disabled" boolean DEFAULT false,
	"skip_consent" boolean,
	"enable_end_session" boolean,
	"subject_type" text,
	"scopes" text[],
	"client_credentials_scopes" text[],
	"user_id" uuid,
	"created_at" timestamp (3) with time zone DEFAULT now(),
	"updated_at" timestamp (3) with time zone,
	"name" text,
	"uri" text,
	"icon" text,
	"contacts" text[],
	"tos" text,
	"policy" text,
	"software_id" text,
	"software_version" text,
	"software_statement" text,
	"redirect_uris" text[] NOT NULL,
	"post_logout_redirect_uris" text[],
	"backchannel_logout_uri" text,
	"backchannel_logout_session_required" boolean,
	"token_endpoint_auth_method" text,
	"application_type" text,
	"jwks" text,
	"jwks_uri" text,
	"grant_types" text[],
	"response_types" text[],
	"require_pkce" boolean,
	"dpop_bound_access_tokens" boolean DEFAULT false,
	"reference_id" text,
	"metadata" jsonb,
	CONSTRAINT "oauth_client_client_id_unique" UNIQUE("client_id")
);
--> statement-breakpoint
CREATE TABLE "oauth_client_assertion" (
	"id" text PRIMARY KEY NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "oauth_client_resource" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"client_id" text NOT NULL,
	"resource_id" text NOT NULL,
	"metadata" jsonb,
	"created_at" timestamp (3) with time zone DEFAULT now()
);
--> statement-breakpoint
CREATE TABLE "oauth_consent" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"client_id" text NOT NULL,
	"user_id" uuid,
	"reference_id" text,
	"resources" text[],
	"requested_user_info_claims" text[],
	"scopes" text[] NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "oauth_refresh_token" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"token" text NOT NULL,
	"client_id" text NOT NULL,
	"session_id" uuid,
	"user_id" uuid NOT NULL,
	"reference_id" text,
	"authorization_code_id" text,
	"resources" text[],
	"requested_user_info_claims" text[],
	"expires_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"revoked" timestamp (3) with time zone,
	"rotated_at" timestamp (3) with time zone,
	"rotation_replay_response" text,
	"rotation_replay_expires_at" timestamp (3) with time zone,
	"auth_time" timestamp (3) with time zone,
	"confirmation" jsonb,
	"scopes" text[] NOT NULL,
	CONSTRAINT "oauth_refresh_token_token_unique" UNIQUE("token")
);
--> statement-breakpoint
CREATE TABLE "oauth_resource" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"identifier" text NOT NULL,
	"name" text NOT NULL,
	"access_token_ttl" integer,
	"refresh_token_ttl" integer,
	"signing_algorithm" text,
	"signing_key_id" text,
	"allowed_scopes" text[],
	"custom_claims" jsonb,
	"dpop_bound_access_tokens_required" boolean DEFAULT false,
	"disabled" boolean DEFAULT false,
	"created_at" timestamp (3) with time zone DEFAULT now(),
	"updated_at" timestamp (3) with time zone,
	"policy_version" integer DEFAULT 1,
	"metadata" jsonb,
	CONSTRAINT "oauth_resource_identifier_unique" UNIQUE("identifier")
);
--> statement-breakpoint
CREATE TABLE "security_event" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"user_id" uuid NOT NULL,
	"type" text NOT NULL,
	"ip_address" text,
	"user_agent" text,
	"data" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"at" timestamp(3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "view_position" DROP CONSTRAINT "view_position_project_id_task_id_task_project_id_id_fk";
--> statement-breakpoint
DROP INDEX "task_by_sprint";--> statement-breakpoint
DROP INDEX "task_by_update";--> statement-breakpoint
ALTER TABLE "conversation" ADD COLUMN "doc_id" uuid;--> statement-breakpoint
ALTER TABLE "notification" ADD COLUMN "doc_id" uuid;--> statement-breakpoint
ALTER TABLE "notification" ADD COLUMN "mailed_at" timestamp(3) with time zone;--> statement-breakpoint
ALTER TABLE "project" ADD COLUMN "archived_at" timestamp(3) with time zone;--> statement-breakpoint
ALTER TABLE "comment" ADD COLUMN "search" "tsvector" GENERATED ALWAYS AS (setweight(to_tsvector('english', left(text, 200000)), 'C')) STORED;--> statement-breakpoint
ALTER TABLE "task" ADD COLUMN "search" "tsvector" GENERATED ALWAYS AS (setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', left(description, 200000)), 'B')) STORED;--> statement-breakpoint
ALTER TABLE "session" ADD COLUMN "last_used_at" timestamp (3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "user" ADD COLUMN "global_role_id" uuid;--> statement-breakpoint
ALTER TABLE "user" ADD COLUMN "must_change_password" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "user" ADD COLUMN "deleted_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "view" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "view" ADD COLUMN "ranks_version" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "view" ADD COLUMN "updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
-- The new column is filled before it becomes NOT NULL, and its foreign key needs the task's constraint first.
ALTER TABLE "view_position" ADD COLUMN "status_id" uuid;--> statement-breakpoint
UPDATE "view_position" SET "status_id" = "task"."status_id" FROM "task" WHERE "task"."project_id" = "view_position"."project_id" AND "task"."id" = "view_position"."task_id";--> statement-breakpoint
ALTER TABLE "view_position" ALTER COLUMN "status_id" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "task" ADD CONSTRAINT "task_status_of" UNIQUE("project_id","id","status_id");--> statement-breakpoint
ALTER TABLE "doc_folder" ADD CONSTRAINT "doc_folder_project_id_project_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."project"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "doc_folder" ADD CONSTRAINT "doc_folder_project_id_parent_id_doc_folder_project_id_id_fk" FOREIGN KEY ("project_id","parent_id") REFERENCES "public"."doc_folder"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "doc_snapshot" ADD CONSTRAINT "doc_snapshot_project_id_document_id_document_project_id_id_fk" FOREIGN KEY ("project_id","document_id") REFERENCES "public"."document"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "doc_snapshot" ADD CONSTRAINT "doc_snapshot_project_id_created_by_project_member_project_id_id_fk" FOREIGN KEY ("project_id","created_by") REFERENCES "public"."project_member"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "doc_task_link" ADD CONSTRAINT "doc_task_link_project_id_document_id_document_project_id_id_fk" FOREIGN KEY ("project_id","document_id") REFERENCES "public"."document"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "doc_task_link" ADD CONSTRAINT "doc_task_link_project_id_task_id_task_project_id_id_fk" FOREIGN KEY ("project_id","task_id") REFERENCES "public"."task"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "document" ADD CONSTRAINT "document_project_id_project_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."project"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "document" ADD CONSTRAINT "document_project_id_folder_id_doc_folder_project_id_id_fk" FOREIGN KEY ("project_id","folder_id") REFERENCES "public"."doc_folder"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "document" ADD CONSTRAINT "document_project_id_created_by_project_member_project_id_id_fk" FOREIGN KEY ("project_id","created_by") REFERENCES "public"."project_member"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "document" ADD CONSTRAINT "document_project_id_updated_by_project_member_project_id_id_fk" FOREIGN KEY ("project_id","updated_by") REFERENCES "public"."project_member"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "project_export" ADD CONSTRAINT "project_export_project_id_project_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."project"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "project_export" ADD CONSTRAINT "project_export_project_id_requested_by_project_member_project_id_id_fk" FOREIGN KEY ("project_id","requested_by") REFERENCES "public"."project_member"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attachment" ADD CONSTRAINT "attachment_project_id_task_id_task_project_id_id_fk" FOREIGN KEY ("project_id","task_id") REFERENCES "public"."task"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attachment" ADD CONSTRAINT "attachment_project_id_created_by_project_member_project_id_id_fk" FOREIGN KEY ("project_id","created_by") REFERENCES "public"."project_member"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notification_preference" ADD CONSTRAINT "notification_preference_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "oauth_access_token" ADD CONSTRAINT "oauth_access_token_client_id_oauth_client_client_id_fk" FOREIGN KEY ("client_id") REFERENCES "public"."oauth_client"("client_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "oauth_access_token" ADD CONSTRAINT "oauth_access_token_session_id_session_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."session"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "oauth_access_token" ADD CONSTRAINT "oauth_access_token_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "oauth_access_token" ADD CONSTRAINT "oauth_access_token_refresh_id_oauth_refresh_token_id_fk" FOREIGN KEY ("refresh_id") REFERENCES "public"."oauth_refresh_token"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "oauth_client" ADD CONSTRAINT "oauth_client_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "oauth_client_resource" ADD CONSTRAINT "oauth_client_resource_client_id_oauth_client_client_id_fk" FOREIGN KEY ("client_id") REFERENCES "public"."oauth_client"("client_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "oauth_client_resource" ADD CONSTRAINT "oauth_client_resource_resource_id_oauth_resource_identifier_fk" FOREIGN KEY ("resource_id") REFERENCES "public"."oauth_resource"("identifier") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "oauth_consent" ADD CONSTRAINT "oauth_consent_client_id_oauth_client_client_id_fk" FOREIGN KEY ("client_id") REFERENCES "public"."oauth_client"("client_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "oauth_consent" ADD CONSTRAINT "oauth_consent_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "oauth_refresh_token" ADD CONSTRAINT "oauth_refresh_token_client_id_oauth_client_client_id_fk" FOREIGN KEY ("client_id") REFERENCES "public"."oauth_client"("client_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "oauth_refresh_token" ADD CONSTRAINT "oauth_refresh_token_session_id_session_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."session"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "oauth_refresh_token" ADD CONSTRAINT "oauth_refresh_token_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "security_event" ADD CONSTRAINT "security_event_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "doc_folder_by_parent" ON "doc_folder" USING btree ("project_id","parent_id","position");--> statement-breakpoint
CREATE INDEX "doc_task_link_by_task" ON "doc_task_link" USING btree ("task_id");--> statement-breakpoint
CREATE INDEX "document_by_folder" ON "document" USING btree ("project_id","folder_id","position");--> statement-breakpoint
CREATE INDEX "document_by_words" ON "document" USING gin ("project_id","search");--> statement-breakpoint
CREATE INDEX "document_by_title_likeness" ON "document" USING gin ("project_id","title" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "document_by_update" ON "document" USING btree ("project_id","updated_at");--> statement-breakpoint
CREATE INDEX "export_by_project" ON "project_export" USING btree ("project_id","id");--> statement-breakpoint
CREATE INDEX "attachment_by_task" ON "attachment" USING btree ("task_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "global_role_name" ON "global_role" USING btree (lower(name));--> statement-breakpoint
CREATE INDEX "oauth_access_token_by_user" ON "oauth_access_token" USING btree ("user_id","client_id");--> statement-breakpoint
CREATE INDEX "oauth_access_token_by_client" ON "oauth_access_token" USING btree ("client_id");--> statement-breakpoint
CREATE INDEX "oauth_access_token_by_session" ON "oauth_access_token" USING btree ("session_id");--> statement-breakpoint
CREATE INDEX "oauth_access_token_by_refresh" ON "oauth_access_token" USING btree ("refresh_id");--> statement-breakpoint
CREATE INDEX "oauth_access_token_by_code" ON "oauth_access_token" USING btree ("authorization_code_id");--> statement-breakpoint
CREATE INDEX "oauth_access_token_by_expiry" ON "oauth_access_token" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "oauth_client_by_user" ON "oauth_client" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "oauth_client_by_age" ON "oauth_client" USING btree ("created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "oauth_client_resource_pair" ON "oauth_client_resource" USING btree ("client_id","resource_id");--> statement-breakpoint
CREATE INDEX "oauth_consent_by_user" ON "oauth_consent" USING btree ("user_id","client_id");--> statement-breakpoint
CREATE INDEX "oauth_consent_by_client" ON "oauth_consent" USING btree ("client_id");--> statement-breakpoint
CREATE INDEX "oauth_refresh_token_by_user" ON "oauth_refresh_token" USING btree ("user_id","client_id");--> statement-breakpoint
CREATE INDEX "oauth_refresh_token_by_client" ON "oauth_refresh_token" USING btree ("client_id");--> statement-breakpoint
CREATE INDEX "oauth_refresh_token_by_session" ON "oauth_refresh_token" USING btree ("session_id");--> statement-breakpoint
CREATE INDEX "oauth_refresh_token_by_code" ON "oauth_refresh_token" USING btree ("authorization_code_id");--> statement-breakpoint
CREATE INDEX "security_event_by_user" ON "security_event" USING btree ("user_id","id");--> statement-breakpoint
CREATE INDEX "security_event_by_age" ON "security_event" USING btree ("at");--> statement-breakpoint
ALTER TABLE "conversation" ADD CONSTRAINT "conversation_project_id_doc_id_document_project_id_id_fk" FOREIGN KEY ("project_id","doc_id") REFERENCES "public"."document"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user" ADD CONSTRAINT "user_global_role_id_global_role_id_fk" FOREIGN KEY ("global_role_id") REFERENCES "public"."global_role"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "view_position" ADD CONSTRAINT "view_position_task" FOREIGN KEY ("project_id","task_id","status_id") REFERENCES "public"."task"("project_id","id","status_id") ON DELETE no action ON UPDATE cascade;--> statement-breakpoint
CREATE INDEX "conversation_by_doc" ON "conversation" USING btree ("doc_id") WHERE doc_id is not null;--> statement-breakpoint
CREATE INDEX "notification_to_mail" ON "notification" USING btree ("created_at") WHERE read_at is null and mailed_at is null;--> statement-breakpoint
CREATE INDEX "comment_by_words" ON "comment" USING gin ("project_id","search");--> statement-breakpoint
CREATE INDEX "task_points_by_status" ON "task" USING btree ("project_id","status_id","points") WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX "task_by_rank" ON "task" USING btree ("project_id","rank") WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX "task_by_words" ON "task" USING gin ("project_id","search");--> statement-breakpoint
CREATE INDEX "task_by_title_likeness" ON "task" USING gin ("project_id","title" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "task_by_title" ON "task" USING btree ("project_id",lower(title),"number") WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX "task_by_priority" ON "task" USING btree ("project_id",(case priority when 'lowest' then 1 when 'low' then 2 when 'medium' then 3 when 'high' then 4 when 'highest' then 5 end),"number") WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX "task_by_points" ON "task" USING btree ("project_id","points","number") WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX "task_by_due_date" ON "task" USING btree ("project_id","due_date","number") WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX "task_by_creation" ON "task" USING btree ("project_id","created_at","number") WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX "view_position_by_status" ON "view_position" USING btree ("view_id","status_id","rank");--> statement-breakpoint
CREATE INDEX "view_position_by_task" ON "view_position" USING btree ("project_id","task_id");--> statement-breakpoint
CREATE INDEX "task_by_sprint" ON "task" USING btree ("project_id","sprint_id","rank") WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX "task_by_update" ON "task" USING btree ("project_id","updated_at","number");--> statement-breakpoint
-- The built-in roles of existing projects get the new actions (Admin holds everything).
UPDATE "project_role" SET "actions" = array_append("actions", 'docs:read')
  WHERE "is_system" AND "name" IN ('Editor', 'Viewer') AND NOT ('docs:read' = ANY("actions"));
--> statement-breakpoint
UPDATE "project_role" SET "actions" = array_append("actions", 'docs:write')
  WHERE "is_system" AND "name" = 'Editor' AND NOT ('docs:write' = ANY("actions"));
--> statement-breakpoint
UPDATE "project_role" SET "actions" = array_append("actions", 'views:write')
  WHERE "is_system" AND "name" = 'Editor' AND NOT ('views:write' = ANY("actions"));
--> statement-breakpoint
-- Boards go on to sum their points, and existing projects and sprints get the views that new ones start with.
UPDATE "view" SET "config" = "config" || '{"field_sum": "points"}' WHERE "layout" = 'board' AND NOT "config" ? 'field_sum';
--> statement-breakpoint
INSERT INTO "view" ("project_id", "name", "context", "layout", "config", "position")
SELECT "id", 'Backlog', 'backlog', 'table', '{"column_by": "sprint", "sort_by": "manual", "field_sum": "points"}'::jsonb, 1 FROM "project";
--> statement-breakpoint
INSERT INTO "view" ("project_id", "name", "context", "layout", "config", "position")
SELECT "project"."id", 'Roadmap', 'timeline', 'roadmap', jsonb_build_object('sort_by', 'start_date', 'filters', jsonb_build_object('field', 'task_type', 'operator', 'is', 'value', "task_type"."id")), 0
FROM "project" JOIN "task_type" ON "task_type"."project_id" = "project"."id" AND "task_type"."is_system" AND "task_type"."name" = 'Epic';
--> statement-breakpoint
INSERT INTO "view" ("project_id", "sprint_id", "name", "context", "layout", "config", "position")
SELECT "sprint"."project_id", "sprint"."id", kind.name, 'sprint', kind.layout, '{"column_by": "status", "sort_by": "manual", "field_sum": "points"}'::jsonb, kind.position
FROM "sprint" CROSS JOIN (VALUES ('Board', 'board', 0), ('Table', 'table', 1)) AS kind(name, layout, position);
--> statement-breakpoint
-- No statement outlives its request. Migrations lift the limit for themselves.
DO $$ BEGIN EXECUTE format('alter role current_user in database %I set statement_timeout = %L', current_database(), '20s'); END $$;
--> statement-breakpoint
-- The role every installation has, and its first administrator: who signed up first.
INSERT INTO "global_role" ("name", "actions", "is_system") VALUES ('Administrator', ARRAY['*'], true);
--> statement-breakpoint
UPDATE "user" SET "global_role_id" = (SELECT "id" FROM "global_role" WHERE "is_system")
  WHERE "id" = (SELECT "id" FROM "user" ORDER BY "created_at", "id" LIMIT 1);
