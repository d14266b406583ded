ALTER TABLE "conversation" ADD COLUMN "container_ref" text;--> statement-breakpoint
ALTER TABLE "conversation" ADD COLUMN "on_demand" boolean DEFAULT false NOT NULL;