CREATE TABLE "global_role" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"name" text NOT NULL,
	"actions" text[] NOT NULL,
	"is_system" boolean DEFAULT false NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "user" ADD COLUMN "global_role_id" uuid;--> statement-breakpoint
ALTER TABLE "user" ADD COLUMN "must_change_password" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "user" ADD COLUMN "deleted_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE UNIQUE INDEX "global_role_name" ON "global_role" USING btree (lower(name));--> statement-breakpoint
ALTER TABLE "user" ADD CONSTRAINT "user_global_role_id_global_role_id_fk" FOREIGN KEY ("global_role_id") REFERENCES "public"."global_role"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
-- The role every installation has, and its first administrator: who signed up first.
INSERT INTO "global_role" ("name", "actions", "is_system") VALUES ('Administrator', ARRAY['*'], true);
--> statement-breakpoint
UPDATE "user" SET "global_role_id" = (SELECT "id" FROM "global_role" WHERE "is_system")
  WHERE "id" = (SELECT "id" FROM "user" ORDER BY "created_at", "id" LIMIT 1);
