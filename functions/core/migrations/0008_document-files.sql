ALTER TABLE "attachment" ALTER COLUMN "task_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "attachment" ADD COLUMN "document_id" uuid;--> statement-breakpoint
ALTER TABLE "attachment" ADD CONSTRAINT "attachment_project_id_document_id_document_project_id_id_fk" FOREIGN KEY ("project_id","document_id") REFERENCES "public"."document"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "attachment_by_document" ON "attachment" USING btree ("document_id","id");--> statement-breakpoint
ALTER TABLE "attachment" ADD CONSTRAINT "attachment_owner" CHECK (num_nonnulls(task_id, document_id) = 1);