ALTER TABLE "notification" ADD COLUMN "says" jsonb;--> statement-breakpoint
ALTER TABLE "user" ADD COLUMN "language" text;