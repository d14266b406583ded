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
ALTER TABLE "session" ADD COLUMN "last_used_at" timestamp (3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "security_event" ADD CONSTRAINT "security_event_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "security_event_by_user" ON "security_event" USING btree ("user_id","id");--> statement-breakpoint
CREATE INDEX "security_event_by_age" ON "security_event" USING btree ("at");--> statement-breakpoint
-- Custom: no statement outlives its request. Migrations lift the limit for themselves.
DO $$ BEGIN EXECUTE format('alter role current_user in database %I set statement_timeout = %L', current_database(), '20s'); END $$;
