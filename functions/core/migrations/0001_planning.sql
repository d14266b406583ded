CREATE TABLE "custom_field" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"project_id" uuid NOT NULL,
	"name" text NOT NULL,
	"type" text NOT NULL,
	"options" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"required" boolean DEFAULT false NOT NULL,
	"position" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "custom_field_in_project" UNIQUE("project_id","id")
);
--> statement-breakpoint
CREATE TABLE "task_link" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"project_id" uuid NOT NULL,
	"from_task_id" uuid NOT NULL,
	"to_task_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "task_link_other" CHECK (from_task_id <> to_task_id)
);
--> statement-breakpoint
CREATE TABLE "time_log" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"project_id" uuid NOT NULL,
	"task_id" uuid NOT NULL,
	"member_id" uuid NOT NULL,
	"minutes" integer NOT NULL,
	"day" date NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp(3) with time zone,
	CONSTRAINT "time_log_minutes" CHECK (minutes > 0)
);
--> statement-breakpoint
ALTER TABLE "project_role" DROP CONSTRAINT "project_role_name";--> statement-breakpoint
ALTER TABLE "task_status" DROP CONSTRAINT "task_status_name";--> statement-breakpoint
ALTER TABLE "task_type" DROP CONSTRAINT "task_type_name";--> statement-breakpoint
ALTER TABLE "task" ADD COLUMN "custom_fields" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "custom_field" ADD CONSTRAINT "custom_field_project_id_project_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."project"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "task_link" ADD CONSTRAINT "task_link_project_id_from_task_id_task_project_id_id_fk" FOREIGN KEY ("project_id","from_task_id") REFERENCES "public"."task"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "task_link" ADD CONSTRAINT "task_link_project_id_to_task_id_task_project_id_id_fk" FOREIGN KEY ("project_id","to_task_id") REFERENCES "public"."task"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "time_log" ADD CONSTRAINT "time_log_project_id_task_id_task_project_id_id_fk" FOREIGN KEY ("project_id","task_id") REFERENCES "public"."task"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "time_log" ADD CONSTRAINT "time_log_project_id_member_id_project_member_project_id_id_fk" FOREIGN KEY ("project_id","member_id") REFERENCES "public"."project_member"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "custom_field_name" ON "custom_field" USING btree ("project_id",lower(name));--> statement-breakpoint
CREATE UNIQUE INDEX "task_link_pair" ON "task_link" USING btree ("project_id","kind",least(from_task_id, to_task_id),greatest(from_task_id, to_task_id));--> statement-breakpoint
CREATE INDEX "task_link_from" ON "task_link" USING btree ("from_task_id");--> statement-breakpoint
CREATE INDEX "task_link_to" ON "task_link" USING btree ("to_task_id");--> statement-breakpoint
CREATE INDEX "time_log_by_task" ON "time_log" USING btree ("task_id","id") WHERE deleted_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "project_role_name" ON "project_role" USING btree ("project_id",lower(name));--> statement-breakpoint
CREATE INDEX "task_by_custom_field" ON "task" USING gin (custom_fields jsonb_path_ops);--> statement-breakpoint
CREATE UNIQUE INDEX "task_status_name" ON "task_status" USING btree ("project_id",lower(name));--> statement-breakpoint
CREATE UNIQUE INDEX "task_type_name" ON "task_type" USING btree ("project_id",lower(name));