CREATE TABLE "bdd_scenario" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"project_id" uuid NOT NULL,
	"task_id" uuid NOT NULL,
	"title" text NOT NULL,
	"gherkin" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp(3) with time zone
);
--> statement-breakpoint
ALTER TABLE "bdd_scenario" ADD CONSTRAINT "bdd_scenario_project_id_task_id_task_project_id_id_fk" FOREIGN KEY ("project_id","task_id") REFERENCES "public"."task"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "bdd_scenario_by_task" ON "bdd_scenario" USING btree ("task_id","id") WHERE deleted_at is null;