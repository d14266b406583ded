CREATE TABLE "sprint_capacity" (
	"project_id" uuid NOT NULL,
	"sprint_id" uuid NOT NULL,
	"member_id" uuid NOT NULL,
	"points" numeric NOT NULL,
	CONSTRAINT "sprint_capacity_project_id_sprint_id_member_id_pk" PRIMARY KEY("project_id","sprint_id","member_id"),
	CONSTRAINT "sprint_capacity_points" CHECK (points >= 0)
);
--> statement-breakpoint
CREATE TABLE "sprint_retrospective" (
	"project_id" uuid NOT NULL,
	"sprint_id" uuid NOT NULL,
	"document_id" uuid NOT NULL,
	CONSTRAINT "sprint_retrospective_project_id_sprint_id_pk" PRIMARY KEY("project_id","sprint_id")
);
--> statement-breakpoint
ALTER TABLE "sprint_capacity" ADD CONSTRAINT "sprint_capacity_project_id_sprint_id_sprint_project_id_id_fk" FOREIGN KEY ("project_id","sprint_id") REFERENCES "public"."sprint"("project_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sprint_capacity" ADD CONSTRAINT "sprint_capacity_project_id_member_id_project_member_project_id_id_fk" FOREIGN KEY ("project_id","member_id") REFERENCES "public"."project_member"("project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sprint_retrospective" ADD CONSTRAINT "sprint_retrospective_project_id_sprint_id_sprint_project_id_id_fk" FOREIGN KEY ("project_id","sprint_id") REFERENCES "public"."sprint"("project_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sprint_retrospective" ADD CONSTRAINT "sprint_retrospective_project_id_document_id_document_project_id_id_fk" FOREIGN KEY ("project_id","document_id") REFERENCES "public"."document"("project_id","id") ON DELETE no action ON UPDATE no action;