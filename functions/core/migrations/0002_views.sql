ALTER TABLE "view_position" DROP CONSTRAINT "view_position_project_id_task_id_task_project_id_id_fk";
--> statement-breakpoint
DROP INDEX "task_by_sprint";--> statement-breakpoint
DROP INDEX "task_by_update";--> statement-breakpoint
ALTER TABLE "view" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "view" ADD COLUMN "ranks_version" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "view" ADD COLUMN "updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
-- By hand: the new column is filled before it becomes NOT NULL, and its foreign key needs the task's constraint first.
ALTER TABLE "view_position" ADD COLUMN "status_id" uuid;--> statement-breakpoint
UPDATE "view_position" SET "status_id" = "task"."status_id" FROM "task" WHERE "task"."project_id" = "view_position"."project_id" AND "task"."id" = "view_position"."task_id";--> statement-breakpoint
ALTER TABLE "view_position" ALTER COLUMN "status_id" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "task" ADD CONSTRAINT "task_status_of" UNIQUE("project_id","id","status_id");--> statement-breakpoint
ALTER TABLE "view_position" ADD CONSTRAINT "view_position_task" FOREIGN KEY ("project_id","task_id","status_id") REFERENCES "public"."task"("project_id","id","status_id") ON DELETE no action ON UPDATE cascade;--> statement-breakpoint
CREATE INDEX "task_points_by_status" ON "task" USING btree ("project_id","status_id","points") WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX "task_by_rank" ON "task" USING btree ("project_id","rank") WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX "task_by_title" ON "task" USING btree ("project_id",lower(title),"number") WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX "task_by_priority" ON "task" USING btree ("project_id",(case priority when 'lowest' then 1 when 'low' then 2 when 'medium' then 3 when 'high' then 4 when 'highest' then 5 end),"number") WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX "task_by_points" ON "task" USING btree ("project_id","points","number") WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX "task_by_due_date" ON "task" USING btree ("project_id","due_date","number") WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX "task_by_creation" ON "task" USING btree ("project_id","created_at","number") WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX "view_position_by_status" ON "view_position" USING btree ("view_id","status_id","rank");--> statement-breakpoint
CREATE INDEX "view_position_by_task" ON "view_position" USING btree ("project_id","task_id");--> statement-breakpoint
CREATE INDEX "task_by_sprint" ON "task" USING btree ("project_id","sprint_id","rank") WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX "task_by_update" ON "task" USING btree ("project_id","updated_at","number");--> statement-breakpoint
-- By hand: the built-in editors of existing projects may change views.
UPDATE "project_role" SET "actions" = array_append("actions", 'views:write') WHERE "is_system" AND "name" = 'Editor' AND NOT "actions" @> ARRAY['views:write'];--> statement-breakpoint
-- By hand: boards go on to sum their points, and existing projects and sprints get the views that new ones start with.
UPDATE "view" SET "config" = "config" || '{"field_sum": "points"}' WHERE "layout" = 'board' AND NOT "config" ? 'field_sum';--> statement-breakpoint
INSERT INTO "view" ("project_id", "name", "context", "layout", "config", "position")
SELECT "id", 'Backlog', 'backlog', 'table', '{"column_by": "sprint", "sort_by": "manual", "field_sum": "points"}'::jsonb, 1 FROM "project";--> statement-breakpoint
INSERT INTO "view" ("project_id", "name", "context", "layout", "config", "position")
SELECT "project"."id", 'Roadmap', 'timeline', 'roadmap', jsonb_build_object('sort_by', 'start_date', 'filters', jsonb_build_object('field', 'task_type', 'operator', 'is', 'value', "task_type"."id")), 0
FROM "project" JOIN "task_type" ON "task_type"."project_id" = "project"."id" AND "task_type"."is_system" AND "task_type"."name" = 'Epic';--> statement-breakpoint
INSERT INTO "view" ("project_id", "sprint_id", "name", "context", "layout", "config", "position")
SELECT "sprint"."project_id", "sprint"."id", kind.name, 'sprint', kind.layout, '{"column_by": "status", "sort_by": "manual", "field_sum": "points"}'::jsonb, kind.position
FROM "sprint" CROSS JOIN (VALUES ('Board', 'board', 0), ('Table', 'table', 1)) AS kind(name, layout, position);
