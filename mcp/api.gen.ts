// Generated from the OpenAPI document by `npm run generate`. Do not edit.

export type ViewFilter = (ViewCondition | ViewFilterAll | ViewFilterAny)

export interface Paths {
"/session": {
get: {
parameters: {

}
responses: {
200: {
content: {
"application/json": {
success: true
data: Session
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/users/me": {
get: {
parameters: {

}
responses: {
200: {
content: {
"application/json": {
success: true
data: User
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
patch: {
parameters: {

}
requestBody: {
content: {
"application/json": {
name?: string
handle?: string
}
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: User
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/users/me/global-permissions": {
get: {
parameters: {

}
responses: {
200: {
content: {
"application/json": {
success: true
data: GlobalPermissions
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/users/me/api-keys": {
get: {
parameters: {

}
responses: {
200: {
content: {
"application/json": {
success: true
data: ApiKey[]
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
post: {
parameters: {

}
requestBody: {
content: {
"application/json": {
name: string
actions?: (string[] | null)
expires_at?: (string | null)
}
}
}
responses: {
201: {
content: {
"application/json": {
success: true
data: NewApiKey
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/users/me/api-keys/{id}": {
delete: {
parameters: {
path: {
id: string
}
}
responses: {
204: {
content?: null
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/users/me/sessions": {
get: {
parameters: {

}
responses: {
200: {
content: {
"application/json": {
success: true
data: SignedIn[]
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
delete: {
parameters: {

}
responses: {
204: {
content?: null
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/users/me/sessions/{id}": {
delete: {
parameters: {
path: {
id: string
}
}
responses: {
204: {
content?: null
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/users/me/apps": {
get: {
parameters: {

}
responses: {
200: {
content: {
"application/json": {
success: true
data: ConnectedApp[]
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/users/me/apps/{id}": {
delete: {
parameters: {
path: {
id: string
}
}
responses: {
204: {
content?: null
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/users/me/security-events": {
get: {
parameters: {
query?: {
page_size?: number
cursor?: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: SecurityEventPage
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/workspaces": {
get: {
parameters: {

}
responses: {
200: {
content: {
"application/json": {
success: true
data: Workspace[]
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
post: {
parameters: {

}
requestBody: {
content: {
"application/json": {
name: string
}
}
}
responses: {
201: {
content: {
"application/json": {
success: true
data: Workspace
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/workspaces/{workspaceId}": {
get: {
parameters: {
path: {
workspaceId: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: Workspace
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
patch: {
parameters: {
path: {
workspaceId: string
}
}
requestBody: {
content: {
"application/json": {
name: string
}
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: Workspace
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
delete: {
parameters: {
path: {
workspaceId: string
}
}
responses: {
204: {
content?: null
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/workspaces/{workspaceId}/usage": {
get: {
parameters: {
query?: {
month?: string
}
path: {
workspaceId: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: Usage
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/workspaces/{workspaceId}/members": {
get: {
parameters: {
path: {
workspaceId: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: WorkspaceMember[]
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/workspaces/{workspaceId}/members/{userId}": {
patch: {
parameters: {
path: {
workspaceId: string
userId: string
}
}
requestBody: {
content: {
"application/json": {
role: ("owner" | "admin" | "member" | "guest")
}
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: WorkspaceMember
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
delete: {
parameters: {
path: {
workspaceId: string
userId: string
}
}
responses: {
204: {
content?: null
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/workspaces/{workspaceId}/invitations": {
get: {
parameters: {
path: {
workspaceId: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: Invitation[]
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
post: {
parameters: {
path: {
workspaceId: string
}
}
requestBody: {
content: {
"application/json": {
email: string
role?: ("owner" | "admin" | "member" | "guest")
project_id?: (string | null)
project_role_id?: (string | null)
}
}
}
responses: {
201: {
content: {
"application/json": {
success: true
data: NewInvitation
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/workspaces/{workspaceId}/invitations/{id}": {
delete: {
parameters: {
path: {
workspaceId: string
id: string
}
}
responses: {
204: {
content?: null
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/invitations/{token}": {
get: {
parameters: {
path: {
token: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: InvitationPreview
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/invitations/{token}/accept": {
post: {
parameters: {
path: {
token: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: AcceptedInvitation
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/search": {
get: {
parameters: {
query: {
page?: number
page_size?: number
q: string
types?: ("task" | "comment" | "doc")[]
workspace_id?: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: SearchPage
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/notifications": {
get: {
parameters: {
query?: {
page?: number
page_size?: number
unread?: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: NotificationPage
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/notifications/preferences": {
get: {
parameters: {

}
responses: {
200: {
content: {
"application/json": {
success: true
data: NotificationPreferences
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
put: {
parameters: {

}
requestBody: {
content: {
"application/json": {
preferences: NotificationPreference[]
}
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: NotificationPreferences
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/notifications/read-all": {
post: {
parameters: {

}
responses: {
204: {
content?: null
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/notifications/{id}/read": {
post: {
parameters: {
path: {
id: string
}
}
responses: {
204: {
content?: null
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects": {
get: {
parameters: {
query?: {
workspace_id?: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: ProjectSummary[]
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
post: {
parameters: {

}
requestBody: {
content: {
"application/json": {
name: string
prefix: string
description?: string
is_public?: boolean
workspace_id: string
}
}
}
responses: {
201: {
content: {
"application/json": {
success: true
data: Project
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}": {
get: {
parameters: {
path: {
projectId: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: Project
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
patch: {
parameters: {
path: {
projectId: string
}
}
requestBody: {
content: {
"application/json": {
name?: string
prefix?: string
description?: string
is_public?: boolean
}
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: Project
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
delete: {
parameters: {
path: {
projectId: string
}
}
responses: {
204: {
content?: null
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/archive": {
post: {
parameters: {
path: {
projectId: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: Project
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/unarchive": {
post: {
parameters: {
path: {
projectId: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: Project
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/members": {
get: {
parameters: {
path: {
projectId: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: Member[]
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
post: {
parameters: {
path: {
projectId: string
}
}
requestBody: {
content: {
"application/json": {
user_id: string
role_id: string
}
}
}
responses: {
201: {
content: {
"application/json": {
success: true
data: Member
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/members/me/permissions": {
get: {
parameters: {
path: {
projectId: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: Permissions
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/members/{memberId}": {
patch: {
parameters: {
path: {
projectId: string
memberId: string
}
}
requestBody: {
content: {
"application/json": {
role_id: string
}
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: Member
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
delete: {
parameters: {
path: {
projectId: string
memberId: string
}
}
responses: {
204: {
content?: null
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/members/{memberId}/roles": {
put: {
parameters: {
path: {
projectId: string
memberId: string
}
}
requestBody: {
content: {
"application/json": {
role_id: string
}
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: Member
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/roles": {
get: {
parameters: {
path: {
projectId: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: Role[]
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
post: {
parameters: {
path: {
projectId: string
}
}
requestBody: {
content: {
"application/json": {
name: string
actions: ("*" | "project:read" | "project:write" | "project:delete" | "project:export" | "project.members:read" | "project.members:write" | "project.roles:write" | "settings:write" | "tasks:read" | "tasks:write" | "tasks:import" | "sprints:write" | "views:write" | "comments:write" | "docs:read" | "docs:write" | "agents:read" | "agents:write" | "conversations:read" | "conversations:write")[]
}
}
}
responses: {
201: {
content: {
"application/json": {
success: true
data: Role
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/roles/{id}": {
get: {
parameters: {
path: {
projectId: string
id: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: Role
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
patch: {
parameters: {
path: {
projectId: string
id: string
}
}
requestBody: {
content: {
"application/json": {
name?: string
actions?: ("*" | "project:read" | "project:write" | "project:delete" | "project:export" | "project.members:read" | "project.members:write" | "project.roles:write" | "settings:write" | "tasks:read" | "tasks:write" | "tasks:import" | "sprints:write" | "views:write" | "comments:write" | "docs:read" | "docs:write" | "agents:read" | "agents:write" | "conversations:read" | "conversations:write")[]
}
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: Role
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
delete: {
parameters: {
query?: {
move_to?: string
}
path: {
projectId: string
id: string
}
}
responses: {
204: {
content?: null
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/search": {
get: {
parameters: {
query: {
page?: number
page_size?: number
q: string
types?: ("task" | "comment" | "doc")[]
}
path: {
projectId: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: SearchPage
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/exports": {
get: {
parameters: {
path: {
projectId: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: ProjectExportList
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
post: {
parameters: {
path: {
projectId: string
}
}
responses: {
202: {
content: {
"application/json": {
success: true
data: ProjectExport
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/exports/{id}": {
get: {
parameters: {
path: {
projectId: string
id: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: ProjectExport
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
delete: {
parameters: {
path: {
projectId: string
id: string
}
}
responses: {
204: {
content?: null
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/exports/{id}/download": {
get: {
parameters: {
path: {
projectId: string
id: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: ExportDownload
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/imports": {
post: {
parameters: {
query?: {
preview?: boolean
}
path: {
projectId: string
}
}
requestBody: {
content: {
"multipart/form-data": {
file: string
mode?: ("skip_bad_rows" | "all_or_nothing")
}
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: (Import | ImportPreview)
request_id: string
}
}
}
202: {
content: {
"application/json": {
success: true
data: (Import | ImportPreview)
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/imports/{id}": {
get: {
parameters: {
path: {
projectId: string
id: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: Import
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/imports/{id}/cancel": {
post: {
parameters: {
path: {
projectId: string
id: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: Import
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/task-types": {
get: {
parameters: {
path: {
projectId: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: TaskType[]
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
post: {
parameters: {
path: {
projectId: string
}
}
requestBody: {
content: {
"application/json": {
name: string
icon?: string
color?: string
}
}
}
responses: {
201: {
content: {
"application/json": {
success: true
data: TaskType
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/task-types/{id}": {
get: {
parameters: {
path: {
projectId: string
id: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: TaskType
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
patch: {
parameters: {
path: {
projectId: string
id: string
}
}
requestBody: {
content: {
"application/json": {
name?: string
icon?: string
color?: string
}
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: TaskType
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
delete: {
parameters: {
query?: {
move_to?: string
}
path: {
projectId: string
id: string
}
}
responses: {
204: {
content?: null
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/task-types/{id}/set-default": {
put: {
parameters: {
path: {
projectId: string
id: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: TaskType
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/task-statuses": {
get: {
parameters: {
path: {
projectId: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: TaskStatus[]
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
post: {
parameters: {
path: {
projectId: string
}
}
requestBody: {
content: {
"application/json": {
name: string
category: ("backlog" | "refinement" | "ready" | "todo" | "inprogress" | "done")
position?: number
}
}
}
responses: {
201: {
content: {
"application/json": {
success: true
data: TaskStatus
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/task-statuses/{id}": {
get: {
parameters: {
path: {
projectId: string
id: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: TaskStatus
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
patch: {
parameters: {
path: {
projectId: string
id: string
}
}
requestBody: {
content: {
"application/json": {
name?: string
category?: ("backlog" | "refinement" | "ready" | "todo" | "inprogress" | "done")
position?: number
}
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: TaskStatus
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
delete: {
parameters: {
query?: {
move_to?: string
}
path: {
projectId: string
id: string
}
}
responses: {
204: {
content?: null
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/task-statuses/{id}/set-default": {
put: {
parameters: {
path: {
projectId: string
id: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: TaskStatus
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/custom-fields": {
get: {
parameters: {
path: {
projectId: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: CustomField[]
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
post: {
parameters: {
path: {
projectId: string
}
}
requestBody: {
content: {
"application/json": {
name: string
options?: (string | {
id?: string
name: string
})[]
required?: boolean
position?: number
type: ("text" | "number" | "date" | "select" | "multi_select" | "boolean" | "url")
}
}
}
responses: {
201: {
content: {
"application/json": {
success: true
data: CustomField
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/custom-fields/{id}": {
get: {
parameters: {
path: {
projectId: string
id: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: CustomField
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
patch: {
parameters: {
path: {
projectId: string
id: string
}
}
requestBody: {
content: {
"application/json": {
name?: string
options?: (string | {
id?: string
name: string
})[]
required?: boolean
position?: number
}
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: CustomField
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
delete: {
parameters: {
path: {
projectId: string
id: string
}
}
responses: {
204: {
content?: null
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/sprints": {
get: {
parameters: {
path: {
projectId: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: Sprint[]
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
post: {
parameters: {
path: {
projectId: string
}
}
requestBody: {
content: {
"application/json": {
name: string
goal?: string
start_date?: (string | null)
end_date?: (string | null)
}
}
}
responses: {
201: {
content: {
"application/json": {
success: true
data: Sprint
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/sprints/{id}": {
get: {
parameters: {
path: {
projectId: string
id: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: Sprint
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
patch: {
parameters: {
path: {
projectId: string
id: string
}
}
requestBody: {
content: {
"application/json": {
name?: string
goal?: string
start_date?: (string | null)
end_date?: (string | null)
}
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: Sprint
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
delete: {
parameters: {
query?: {
move_to?: (string | "null")
}
path: {
projectId: string
id: string
}
}
responses: {
204: {
content?: null
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/sprints/{id}/start": {
post: {
parameters: {
path: {
projectId: string
id: string
}
}
requestBody: {
content: {
"application/json": {
start_date?: (string | null)
end_date?: (string | null)
}
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: Sprint
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/sprints/{id}/complete": {
post: {
parameters: {
path: {
projectId: string
id: string
}
}
requestBody: {
content: {
"application/json": {
move_to_sprint_id?: (string | null)
}
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: Sprint
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/sprints/{id}/capacity/{memberId}": {
put: {
parameters: {
path: {
projectId: string
id: string
memberId: string
}
}
requestBody: {
content: {
"application/json": {
points: (number | null)
}
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: Capacity[]
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/sprints/{id}/burndown": {
get: {
parameters: {
path: {
projectId: string
id: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: Burndown
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/sprints/{id}/report": {
get: {
parameters: {
path: {
projectId: string
id: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: SprintReport
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/sprints/{id}/retrospective": {
post: {
parameters: {
path: {
projectId: string
id: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: Retrospective
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/sprints/{id}/retrospective/actions": {
post: {
parameters: {
path: {
projectId: string
id: string
}
}
requestBody: {
content: {
"application/json": {
title: string
assignee_ids?: string[]
sprint_id?: (string | null)
}
}
}
responses: {
201: {
content: {
"application/json": {
success: true
data: Task
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/velocity": {
get: {
parameters: {
query?: {
limit?: number
}
path: {
projectId: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: Velocity
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/cumulative-flow": {
get: {
parameters: {
query?: {
sprint_id?: string
from?: string
to?: string
}
path: {
projectId: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: CumulativeFlow
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/cycle-time": {
get: {
parameters: {
query?: {
sprint_id?: string
from?: string
to?: string
}
path: {
projectId: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: CycleTime
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/planning": {
get: {
parameters: {
path: {
projectId: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: Planning
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/planning/tasks": {
get: {
parameters: {
query: {
q?: string
assignee?: (string | "none")[]
tag?: string[]
type?: string[]
sprint_id: (string | "null")
cursor?: string
page_size?: number
}
path: {
projectId: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: PlanningTasks
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/views": {
get: {
parameters: {
query?: {
context?: ("sprint" | "backlog" | "timeline")
sprint_id?: string
}
path: {
projectId: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: View[]
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
post: {
parameters: {
path: {
projectId: string
}
}
requestBody: {
content: {
"application/json": {
name: string
layout?: ("board" | "table" | "roadmap" | "calendar" | "plugin")
view_type?: ("board" | "table" | "roadmap" | "calendar" | "plugin")
config?: {
fields?: (("status" | "assignee" | "priority" | "task_type" | "sprint" | "parent" | "tag" | "key" | "title" | "points" | "start_date" | "due_date" | "created_at" | "updated_at" | "comment_count" | "logged_minutes") | string)[]
column_by?: ((("status" | "assignee" | "priority" | "task_type" | "sprint" | "parent" | "tag") | string) | null)
swimlanes?: ((("status" | "assignee" | "priority" | "task_type" | "sprint" | "parent" | "tag") | string) | null)
sort_by?: (("manual" | "number" | "title" | "priority" | "points" | "start_date" | "due_date" | "created_at" | "updated_at" | "status") | string)
sort_direction?: ("asc" | "desc")
field_sum?: ((("count" | "points" | "logged_minutes") | string) | null)
slice_by?: ((("status" | "assignee" | "priority" | "task_type" | "sprint" | "parent" | "tag") | string) | null)
filters?: (ViewFilter | null)
collapsed_columns?: string[]
page_size?: number
initial_page_size?: number
plugin_manifest_id?: (string | null)
plugin_component?: (string | null)
}
position?: number
context?: ("sprint" | "backlog" | "timeline")
sprint_id?: string
}
}
}
responses: {
201: {
content: {
"application/json": {
success: true
data: View
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/views/positions": {
put: {
parameters: {
path: {
projectId: string
}
}
requestBody: {
content: {
"application/json": {
context?: ("sprint" | "backlog" | "timeline")
sprint_id?: string
view_ids: string[]
}
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: View[]
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/views/{viewId}": {
get: {
parameters: {
path: {
projectId: string
viewId: (string | "default")
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: View
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
patch: {
parameters: {
path: {
projectId: string
viewId: string
}
}
requestBody: {
content: {
"application/json": {
name?: string
layout?: ("board" | "table" | "roadmap" | "calendar" | "plugin")
view_type?: ("board" | "table" | "roadmap" | "calendar" | "plugin")
config?: {
fields?: (("status" | "assignee" | "priority" | "task_type" | "sprint" | "parent" | "tag" | "key" | "title" | "points" | "start_date" | "due_date" | "created_at" | "updated_at" | "comment_count" | "logged_minutes") | string)[]
column_by?: ((("status" | "assignee" | "priority" | "task_type" | "sprint" | "parent" | "tag") | string) | null)
swimlanes?: ((("status" | "assignee" | "priority" | "task_type" | "sprint" | "parent" | "tag") | string) | null)
sort_by?: (("manual" | "number" | "title" | "priority" | "points" | "start_date" | "due_date" | "created_at" | "updated_at" | "status") | string)
sort_direction?: ("asc" | "desc")
field_sum?: ((("count" | "points" | "logged_minutes") | string) | null)
slice_by?: ((("status" | "assignee" | "priority" | "task_type" | "sprint" | "parent" | "tag") | string) | null)
filters?: (ViewFilter | null)
collapsed_columns?: string[]
page_size?: number
initial_page_size?: number
plugin_manifest_id?: (string | null)
plugin_component?: (string | null)
}
position?: number
}
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: View
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
delete: {
parameters: {
path: {
projectId: string
viewId: string
}
}
responses: {
204: {
content?: null
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/views/{viewId}/board": {
get: {
parameters: {
query?: {
q?: string
assignee?: (string | "none")[]
tag?: string[]
type?: string[]
slice?: string
}
path: {
projectId: string
viewId: (string | "default")
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: Board
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/views/{viewId}/tasks": {
get: {
parameters: {
query?: {
q?: string
assignee?: (string | "none")[]
tag?: string[]
type?: string[]
cursor?: string
page_size?: number
column?: string
swimlane?: string
slice?: string
}
path: {
projectId: string
viewId: (string | "default")
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: ViewTasks
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/views/{viewId}/task-positions": {
get: {
parameters: {
query?: {
cursor?: string
page_size?: number
}
path: {
projectId: string
viewId: (string | "default")
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: ViewTaskPositions
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
put: {
parameters: {
path: {
projectId: string
viewId: string
}
}
requestBody: {
content: {
"application/json": {
items: {
column?: (string | null)
group_key?: (string | null)
after?: (string | null)
at_end?: boolean
from_column?: (string | null)
task_id: string
}[]
}
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: TaskPositions
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/views/{viewId}/task-positions/{taskId}": {
put: {
parameters: {
path: {
projectId: string
viewId: string
taskId: string
}
}
requestBody: {
content: {
"application/json": {
column?: (string | null)
group_key?: (string | null)
after?: (string | null)
at_end?: boolean
from_column?: (string | null)
}
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: TaskPosition
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/tags": {
get: {
parameters: {
path: {
projectId: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: string[]
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/tasks": {
get: {
parameters: {
query?: {
status_id?: string
status_ids?: string[]
assignee_id?: string
assignee_ids?: string[]
task_type_ids?: string[]
sprint_id?: (string | "null")
sprint_ids?: string[]
parent_task_id?: string
tags?: string[]
search?: string
search_content?: string
custom_fields?: string
updated_since?: string
sort?: ("number" | "title" | "priority" | "points" | "due_date" | "created_at" | "updated_at" | "-number" | "-title" | "-priority" | "-points" | "-due_date" | "-created_at" | "-updated_at")
cursor?: string
page_size?: number
}
path: {
projectId: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: CardList
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
post: {
parameters: {
path: {
projectId: string
}
}
requestBody: {
content: {
"application/json": {
title: string
description?: ((string | RichText | BlockNoteBlock[]) | null)
status_id?: string
task_type_id?: string
priority?: (("lowest" | "low" | "medium" | "high" | "highest") | null)
assignee_ids?: string[]
points?: (number | null)
start_date?: (string | null)
due_date?: (string | null)
tags?: string[]
sprint_id?: (string | null)
parent_task_id?: (string | null)
custom_fields?: {
[k: string]: string | number | boolean | string[] | null
}
}
}
}
responses: {
201: {
content: {
"application/json": {
success: true
data: Task
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/tasks/bulk": {
post: {
parameters: {
path: {
projectId: string
}
}
requestBody: {
content: {
"application/json": {
task_ids: string[]
set?: {
status_id?: string
task_type_id?: string
priority?: (("lowest" | "low" | "medium" | "high" | "highest") | null)
assignee_ids?: string[]
points?: (number | null)
start_date?: (string | null)
due_date?: (string | null)
tags?: string[]
sprint_id?: (string | null)
parent_task_id?: (string | null)
add_assignee_ids?: string[]
remove_assignee_ids?: string[]
add_tags?: string[]
remove_tags?: string[]
}
delete?: boolean
}
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: BulkResult
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/tasks/by-number/{number}": {
get: {
parameters: {
path: {
projectId: string
number: number
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: Task
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/tasks/{taskId}": {
get: {
parameters: {
path: {
projectId: string
taskId: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: Task
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
patch: {
parameters: {
path: {
projectId: string
taskId: string
}
}
requestBody: {
content: {
"application/json": {
title?: string
description?: ((string | RichText | BlockNoteBlock[]) | null)
status_id?: string
task_type_id?: string
priority?: (("lowest" | "low" | "medium" | "high" | "highest") | null)
assignee_ids?: string[]
points?: (number | null)
start_date?: (string | null)
due_date?: (string | null)
tags?: string[]
sprint_id?: (string | null)
parent_task_id?: (string | null)
custom_fields?: {
[k: string]: string | number | boolean | string[] | null
}
}
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: Task
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
delete: {
parameters: {
path: {
projectId: string
taskId: string
}
}
responses: {
204: {
content?: null
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/tasks/{taskId}/restore": {
post: {
parameters: {
path: {
projectId: string
taskId: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: Task
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/tasks/{taskId}/children": {
get: {
parameters: {
path: {
projectId: string
taskId: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: Card[]
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
post: {
parameters: {
path: {
projectId: string
taskId: string
}
}
requestBody: {
content: {
"application/json": {
title: string
description?: ((string | RichText | BlockNoteBlock[]) | null)
status_id?: string
task_type_id?: string
priority?: (("lowest" | "low" | "medium" | "high" | "highest") | null)
assignee_ids?: string[]
points?: (number | null)
start_date?: (string | null)
due_date?: (string | null)
tags?: string[]
sprint_id?: (string | null)
custom_fields?: {
[k: string]: string | number | boolean | string[] | null
}
}
}
}
responses: {
201: {
content: {
"application/json": {
success: true
data: Task
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/tasks/{taskId}/links": {
get: {
parameters: {
path: {
projectId: string
taskId: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: TaskLink[]
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
post: {
parameters: {
path: {
projectId: string
taskId: string
}
}
requestBody: {
content: {
"application/json": {
type: ("blocks" | "blocked_by" | "relates" | "duplicates" | "duplicated_by")
target_task_id: string
}
}
}
responses: {
201: {
content: {
"application/json": {
success: true
data: TaskLink
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/tasks/{taskId}/links/{id}": {
delete: {
parameters: {
path: {
projectId: string
taskId: string
id: string
}
}
responses: {
204: {
content?: null
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/tasks/{taskId}/time-logs": {
get: {
parameters: {
path: {
projectId: string
taskId: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: TimeLog[]
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
post: {
parameters: {
path: {
projectId: string
taskId: string
}
}
requestBody: {
content: {
"application/json": {
minutes: number
day?: string
note?: string
}
}
}
responses: {
201: {
content: {
"application/json": {
success: true
data: TimeLog
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/tasks/{taskId}/time-logs/{id}": {
patch: {
parameters: {
path: {
projectId: string
taskId: string
id: string
}
}
requestBody: {
content: {
"application/json": {
minutes?: number
day?: string
note?: string
}
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: TimeLog
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
delete: {
parameters: {
path: {
projectId: string
taskId: string
id: string
}
}
responses: {
204: {
content?: null
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/tasks/{taskId}/bdd-scenarios": {
get: {
parameters: {
path: {
projectId: string
taskId: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: BddScenario[]
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
post: {
parameters: {
path: {
projectId: string
taskId: string
}
}
requestBody: {
content: {
"application/json": {
title?: string
given?: string
when?: string
then?: string
gherkin?: string
}
}
}
responses: {
201: {
content: {
"application/json": {
success: true
data: BddScenario
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/tasks/{taskId}/bdd-scenarios/{id}": {
get: {
parameters: {
path: {
projectId: string
taskId: string
id: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: BddScenario
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
patch: {
parameters: {
path: {
projectId: string
taskId: string
id: string
}
}
requestBody: {
content: {
"application/json": {
title?: string
given?: string
when?: string
then?: string
gherkin?: string
}
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: BddScenario
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
delete: {
parameters: {
path: {
projectId: string
taskId: string
id: string
}
}
responses: {
204: {
content?: null
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/tasks/{taskId}/attachments": {
get: {
parameters: {
path: {
projectId: string
taskId: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: AttachmentList
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/tasks/{taskId}/attachments/initiate-upload": {
post: {
parameters: {
path: {
projectId: string
taskId: string
}
}
requestBody: {
content: {
"application/json": {
file_name: string
content_type: string
file_size: number
}
}
}
responses: {
201: {
content: {
"application/json": {
success: true
data: UploadSession
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/tasks/{taskId}/attachments/complete-upload": {
post: {
parameters: {
path: {
projectId: string
taskId: string
}
}
requestBody: {
content: {
"application/json": {
file_id: string
parts?: {
part_number: number
etag: string
}[]
}
}
}
responses: {
201: {
content: {
"application/json": {
success: true
data: Attachment
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/tasks/{taskId}/attachments/{attachmentId}/download-url": {
get: {
parameters: {
query?: {
download?: string
}
path: {
projectId: string
taskId: string
attachmentId: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: DownloadUrl
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/tasks/{taskId}/attachments/{attachmentId}/content": {
get: {
parameters: {
path: {
projectId: string
taskId: string
attachmentId: string
}
}
responses: {
200: {
content: {
"application/octet-stream": unknown
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/tasks/{taskId}/attachments/{attachmentId}": {
delete: {
parameters: {
path: {
projectId: string
taskId: string
attachmentId: string
}
}
responses: {
204: {
content?: null
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/tasks/{taskId}/activities": {
get: {
parameters: {
query?: {
cursor?: string
page_size?: number
}
path: {
projectId: string
taskId: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: ActivityList
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/tasks/{taskId}/activities/{activityId}/revert": {
post: {
parameters: {
path: {
projectId: string
taskId: string
activityId: string
}
}
requestBody: {
content: {
"application/json": {
force?: boolean
}
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: Task
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/tasks/{taskId}/activities/comments": {
get: {
parameters: {
path: {
projectId: string
taskId: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: Comment[]
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
post: {
parameters: {
path: {
projectId: string
taskId: string
}
}
requestBody: {
content: {
"application/json": {
text: (string | RichText | BlockNoteBlock[])
}
}
}
responses: {
201: {
content: {
"application/json": {
success: true
data: Comment
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/tasks/{taskId}/activities/comments/{commentId}": {
patch: {
parameters: {
path: {
projectId: string
taskId: string
commentId: string
}
}
requestBody: {
content: {
"application/json": {
text: (string | RichText | BlockNoteBlock[])
}
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: Comment
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
delete: {
parameters: {
path: {
projectId: string
taskId: string
commentId: string
}
}
responses: {
204: {
content?: null
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/docs/folders": {
get: {
parameters: {
path: {
projectId: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: DocFolder[]
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
post: {
parameters: {
path: {
projectId: string
}
}
requestBody: {
content: {
"application/json": {
name: string
parent_id?: (string | null)
position?: number
}
}
}
responses: {
201: {
content: {
"application/json": {
success: true
data: DocFolder
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/docs/folders/{folderId}": {
get: {
parameters: {
path: {
projectId: string
folderId: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: DocFolder
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
patch: {
parameters: {
path: {
projectId: string
folderId: string
}
}
requestBody: {
content: {
"application/json": {
name?: string
parent_id?: (string | null)
position?: number
}
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: DocFolder
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
delete: {
parameters: {
path: {
projectId: string
folderId: string
}
}
responses: {
204: {
content?: null
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/docs": {
get: {
parameters: {
query?: {
page?: number
page_size?: number
folder_id?: (string | "null")
updated_since?: string
}
path: {
projectId: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: DocumentPage
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
post: {
parameters: {
path: {
projectId: string
}
}
requestBody: {
content: {
"application/json": {
title?: string
folder_id?: (string | null)
content?: ((string | RichText | BlockNoteBlock[]) | null)
position?: number
}
}
}
responses: {
201: {
content: {
"application/json": {
success: true
data: Document
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/docs/{docId}": {
get: {
parameters: {
path: {
projectId: string
docId: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: Document
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
patch: {
parameters: {
path: {
projectId: string
docId: string
}
}
requestBody: {
content: {
"application/json": {
title?: string
folder_id?: (string | null)
content?: ((string | RichText | BlockNoteBlock[]) | null)
position?: number
}
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: Document
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
delete: {
parameters: {
path: {
projectId: string
docId: string
}
}
responses: {
204: {
content?: null
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/docs/{docId}/restore": {
post: {
parameters: {
path: {
projectId: string
docId: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: Document
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/docs/{docId}/snapshots": {
get: {
parameters: {
query?: {
page?: number
page_size?: number
}
path: {
projectId: string
docId: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: DocSnapshotPage
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/docs/{docId}/snapshots/{snapshotId}": {
get: {
parameters: {
path: {
projectId: string
docId: string
snapshotId: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: DocSnapshot
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/docs/{docId}/snapshots/{snapshotId}/diff": {
get: {
parameters: {
query?: {
against?: string
}
path: {
projectId: string
docId: string
snapshotId: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: DocDiff
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/docs/{docId}/snapshots/{snapshotId}/restore": {
post: {
parameters: {
path: {
projectId: string
docId: string
snapshotId: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: Document
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/docs/{docId}/links": {
get: {
parameters: {
path: {
projectId: string
docId: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: DocLink[]
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
post: {
parameters: {
path: {
projectId: string
docId: string
}
}
requestBody: {
content: {
"application/json": {
task_id: string
}
}
}
responses: {
201: {
content: {
"application/json": {
success: true
data: DocLink
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/docs/{docId}/links/{taskId}": {
delete: {
parameters: {
path: {
projectId: string
docId: string
taskId: string
}
}
responses: {
204: {
content?: null
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/tasks/{taskId}/docs": {
get: {
parameters: {
path: {
projectId: string
taskId: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: TaskDoc[]
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/agents/llm-models": {
get: {
parameters: {

}
responses: {
200: {
content: {
"application/json": {
success: true
data: LlmModel[]
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/agents": {
get: {
parameters: {
path: {
projectId: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: Agent[]
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
post: {
parameters: {
path: {
projectId: string
}
}
requestBody: {
content: {
"application/json": {
name: string
provider: ("demo" | "openai-compatible")
model?: string
base_url?: (string | null)
api_key?: (string | null)
prompt?: string
max_iterations?: number
time_limit_seconds?: number
handle: string
role_id?: string
}
}
}
responses: {
201: {
content: {
"application/json": {
success: true
data: Agent
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/agents/{agentId}": {
get: {
parameters: {
path: {
projectId: string
agentId: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: Agent
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
patch: {
parameters: {
path: {
projectId: string
agentId: string
}
}
requestBody: {
content: {
"application/json": {
name?: string
provider?: ("demo" | "openai-compatible")
model?: string
base_url?: (string | null)
api_key?: (string | null)
prompt?: string
max_iterations?: number
time_limit_seconds?: number
}
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: Agent
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
delete: {
parameters: {
path: {
projectId: string
agentId: string
}
}
responses: {
204: {
content?: null
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/conversations": {
get: {
parameters: {
query?: {
task_id?: string
doc_id?: string
agent_id?: string
cursor?: string
page_size?: number
}
path: {
projectId: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: ConversationList
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/conversations/{id}": {
get: {
parameters: {
path: {
projectId: string
id: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: Conversation
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/conversations/{id}/events": {
get: {
parameters: {
query?: {
offset?: number
limit?: number
}
path: {
projectId: string
id: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: ConversationEvents
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/conversations/{id}/stop": {
post: {
parameters: {
path: {
projectId: string
id: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: Conversation
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/conversations/{id}/pause": {
post: {
parameters: {
path: {
projectId: string
id: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: Conversation
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/projects/{projectId}/conversations/{id}/messages": {
post: {
parameters: {
path: {
projectId: string
id: string
}
}
requestBody: {
content: {
"application/json": {
text: string
}
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: Conversation
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/runtime/conversation": {
get: {
parameters: {
query?: {
container_id?: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: RuntimeConversation
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/runtime/events": {
post: {
parameters: {

}
requestBody: {
content: {
"application/json": {
events: {
event_index: number
type: ("user_message" | "agent_message_chunk" | "agent_thought_chunk" | "tool_call" | "tool_call_update" | "turn_end")
data: {
[k: string]: unknown
}
}[]
activity?: string
}
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: {
control: {
stop?: boolean
pause?: boolean
messages?: string[]
}
}
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/runtime/heartbeat": {
post: {
parameters: {

}
responses: {
200: {
content: {
"application/json": {
success: true
data: {
control: {
stop?: boolean
pause?: boolean
messages?: string[]
}
}
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/runtime/finish": {
post: {
parameters: {

}
requestBody: {
content: {
"application/json": {
status: ("finished" | "failed" | "stopped" | "paused" | "timed_out" | "iteration_limit")
summary: (string | null)
reason?: string
usage: {
input_tokens: number
output_tokens: number
seconds: number
}
}
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: {
control: {
stop?: boolean
pause?: boolean
messages?: string[]
}
}
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/admin/users": {
get: {
parameters: {
query?: {
page?: number
page_size?: number
search?: string
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: AdminUserPage
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
post: {
parameters: {

}
requestBody: {
content: {
"application/json": {
name: string
email: string
password: string
handle?: string
role_id?: (string | null)
}
}
}
responses: {
201: {
content: {
"application/json": {
success: true
data: AdminUser
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/admin/users/{userId}": {
patch: {
parameters: {
path: {
userId: string
}
}
requestBody: {
content: {
"application/json": {
name?: string
email?: string
handle?: string
role_id?: (string | null)
suspended?: boolean
}
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: AdminUser
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
delete: {
parameters: {
path: {
userId: string
}
}
responses: {
204: {
content?: null
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/admin/users/{userId}/password": {
patch: {
parameters: {
path: {
userId: string
}
}
requestBody: {
content: {
"application/json": {
new_password: string
}
}
}
responses: {
204: {
content?: null
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/admin/roles": {
get: {
parameters: {

}
responses: {
200: {
content: {
"application/json": {
success: true
data: GlobalRoleList
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
post: {
parameters: {

}
requestBody: {
content: {
"application/json": {
name: string
actions: ("*" | "users:read" | "users:write" | "global_roles:write")[]
}
}
}
responses: {
201: {
content: {
"application/json": {
success: true
data: GlobalRole
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
"/admin/roles/{roleId}": {
patch: {
parameters: {
path: {
roleId: string
}
}
requestBody: {
content: {
"application/json": {
name?: string
actions?: ("*" | "users:read" | "users:write" | "global_roles:write")[]
}
}
}
responses: {
200: {
content: {
"application/json": {
success: true
data: GlobalRole
request_id: string
}
}
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
delete: {
parameters: {
path: {
roleId: string
}
}
responses: {
204: {
content?: null
}
"4XX": {
content: {
"application/json": Error
}
}
}
}
}
}
export interface Session {
user: User
workspaces: {
id: string
name: string
slug: string
role: ("owner" | "admin" | "member" | "guest")
actions: string[]
}[]
projects: {
id: string
workspace_id: string
name: string
prefix: string
description: string
archived_at: (string | null)
}[]
unread_notifications: number
must_change_password: boolean
actions: string[]
}
export interface User {
id: string
name: string
email: string
email_verified: boolean
handle: string
image: (string | null)
}
export interface Error {
success: false
/**
 * A sentence for a person
 */
error: string
/**
 * Stable, SCREAMING_SNAKE
 */
error_code: ("ACTIVITY_NOT_FOUND" | "AGENT_IS_MEMBER" | "AGENT_NOT_FOUND" | "ALREADY_A_MEMBER" | "API_KEY_NOT_FOUND" | "APP_NOT_FOUND" | "ATTACHMENT_NOT_FOUND" | "BAD_REQUEST" | "BDD_SCENARIO_NOT_FOUND" | "BODY_TOO_LARGE" | "BUSY" | "COMMENT_NOT_FOUND" | "CONVERSATION_NOT_FOUND" | "CONVERSATION_OVER" | "CONVERSATION_TAKEN" | "CUSTOM_FIELD_NOT_FOUND" | "DOCUMENT_NOT_FOUND" | "EMAIL_TAKEN" | "EXPORT_EXPIRED" | "EXPORT_NOT_FOUND" | "EXPORT_NOT_READY" | "EXPORT_RUNNING" | "FIELD_NAME_TAKEN" | "FILE_TOO_LARGE" | "FOLDER_CYCLE" | "FOLDER_NOT_FOUND" | "FORBIDDEN" | "GLOBAL_ROLE_NOT_FOUND" | "HANDLE_TAKEN" | "IDEMPOTENCY_KEY_REUSED" | "IMPORT_NOT_FOUND" | "INTERNAL_ERROR" | "INVITATION_FOR_SOMEBODY_ELSE" | "INVITATION_NOT_FOUND" | "LAST_ADMINISTRATOR" | "LAST_BOARD" | "LAST_OWNER" | "LAST_VIEW" | "LINK_CYCLE" | "LINK_EXISTS" | "LINK_IN_TEXT" | "LINK_NOT_FOUND" | "MEMBERSHIP_CHANGED" | "MEMBER_NOT_FOUND" | "NOTIFICATION_NOT_FOUND" | "NO_DEFAULTS" | "OPTION_IN_USE" | "PAGE_NOT_FOUND" | "PARENT_CYCLE" | "PASSWORD_CHANGE_REQUIRED" | "PREFIX_TAKEN" | "PROJECT_ARCHIVED" | "PROJECT_NOT_FOUND" | "RATE_LIMITED" | "REVERT_CONFLICT" | "ROLE_IN_USE" | "ROLE_IS_SYSTEM" | "ROLE_NAME_TAKEN" | "ROLE_NOT_FOUND" | "ROLE_TOO_POWERFUL" | "SESSION_NOT_FOUND" | "SNAPSHOT_NOT_FOUND" | "SPRINT_ACTIVE" | "SPRINT_COMPLETED" | "SPRINT_IN_USE" | "SPRINT_NOT_FOUND" | "SPRINT_NOT_STARTED" | "STATUS_IN_USE" | "STATUS_IS_DEFAULT" | "STATUS_NAME_TAKEN" | "STATUS_NOT_FOUND" | "TASK_NOT_FOUND" | "TASK_TYPE_IN_USE" | "TASK_TYPE_IS_DEFAULT" | "TASK_TYPE_IS_SYSTEM" | "TASK_TYPE_NAME_TAKEN" | "TASK_TYPE_NOT_FOUND" | "TIMEOUT" | "TIME_LOG_NOT_FOUND" | "TOO_MANY_ATTACHMENTS" | "TOO_MANY_VIEWS" | "UNAUTHORIZED" | "UPLOAD_INCOMPLETE" | "USER_NOT_FOUND" | "VERSION_CONFLICT" | "VIEW_NOT_FOUND" | "WORKSPACE_NOT_FOUND" | "WRONG_ORIGIN")
error_details?: {
[k: string]: unknown
}
request_id: string
}
export interface GlobalPermissions {
actions: string[]
}
export interface ApiKey {
id: string
name: string
prefix: string
actions: (string[] | null)
created_at: string
expires_at: (string | null)
last_used_at: (string | null)
}
export interface NewApiKey {
id: string
name: string
prefix: string
actions: (string[] | null)
created_at: string
expires_at: (string | null)
last_used_at: (string | null)
key: string
}
export interface SignedIn {
id: string
device: string
user_agent: (string | null)
ip_address: (string | null)
created_at: string
last_used_at: string
expires_at: string
current: boolean
}
export interface ConnectedApp {
id: string
name: string
redirect_hosts: string[]
scopes: string[]
connected_at: string
last_token_at: (string | null)
}
export interface SecurityEventPage {
items: SecurityEvent[]
next_cursor: (string | null)
}
export interface SecurityEvent {
id: string
type: ("signed_up" | "signed_in" | "sign_in_failed" | "signed_out" | "email_verified" | "password_changed" | "password_reset_requested" | "password_reset" | "session_revoked" | "api_key_created" | "api_key_revoked" | "app_connected" | "app_disconnected" | "created_by_admin" | "changed_by_admin" | "password_reset_by_admin")
device: string
ip_address: (string | null)
data: {
[k: string]: unknown
}
at: string
}
export interface Workspace {
id: string
name: string
slug: string
created_at: string
}
export interface Usage {
people: number
agents: number
projects: number
tasks: number
documents: number
storage_bytes: number
conversations: number
input_tokens: number
output_tokens: number
agent_seconds: number
month: string
}
export interface WorkspaceMember {
user_id: string
name: string
email: string
handle: string
image: (string | null)
role: ("owner" | "admin" | "member" | "guest")
created_at: string
}
export interface Invitation {
id: string
email: string
role: ("owner" | "admin" | "member" | "guest")
project_id: (string | null)
created_at: string
expires_at: string
}
export interface NewInvitation {
id: string
email: string
role: ("owner" | "admin" | "member" | "guest")
project_id: (string | null)
created_at: string
expires_at: string
token_url: string
}
export interface InvitationPreview {
email: string
workspace_name: string
project_name: (string | null)
invited_by: string
}
export interface AcceptedInvitation {
workspace_id: string
project_id: (string | null)
}
export interface SearchPage {
items: SearchResult[]
page: number
page_size: number
total: number
}
export interface SearchResult {
type: ("task" | "comment" | "doc")
id: string
project_id: string
title: string
task_id: (string | null)
key: (string | null)
matched_in: ("key" | "title" | "text")
snippet: {
text: string
match: boolean
}[]
updated_at: string
}
export interface NotificationPage {
items: Notification[]
page: number
page_size: number
total: number
unread: number
}
export interface Notification {
id: string
type: ("assigned" | "mentioned" | "commented" | "conversation_finished")
title: string
body: string
project_id: string
task_id: (string | null)
task_key: (string | null)
doc_id: (string | null)
actor: {
type: string
id: (string | null)
name: string
}
read_at: (string | null)
created_at: string
}
export interface NotificationPreferences {
preferences: NotificationPreference[]
}
export interface NotificationPreference {
type: ("assigned" | "mentioned" | "commented" | "conversation_finished")
channel: ("off" | "app" | "email")
}
export interface ProjectSummary {
id: string
workspace_id: string
name: string
prefix: string
description: string
archived_at: (string | null)
}
export interface Project {
id: string
workspace_id: string
name: string
prefix: string
description: string
is_public: boolean
task_count: number
version: number
created_at: string
archived_at: (string | null)
}
export interface Member {
id: string
project_id: string
kind: ("user" | "agent")
user_id: (string | null)
agent_id: (string | null)
name: string
handle: string
image: (string | null)
role: {
id: string
name: string
}
}
export interface Permissions {
actions: string[]
}
export interface Role {
id: string
name: string
actions: string[]
is_system: boolean
}
export interface ProjectExportList {
items: ProjectExport[]
}
export interface ProjectExport {
id: string
project_id: string
requested_by: string
status: ("pending" | "processing" | "completed" | "failed" | "cancelled")
file_name: string
file_size: (number | null)
total: number
done: number
error_message: (string | null)
created_at: string
completed_at: (string | null)
expires_at: (string | null)
expired: boolean
}
export interface ExportDownload {
url: string
expires_in_seconds: number
}
export interface Import {
id: string
status: ("pending" | "processing" | "completed" | "failed" | "cancelled")
mode: ("skip_bad_rows" | "all_or_nothing")
total: number
done: number
created: number
skipped: number
errors: ImportIssue[]
reason: (string | null)
created_at: string
finished_at: (string | null)
}
export interface ImportIssue {
line: number
column: (string | null)
message: string
}
export interface ImportPreview {
rows: number
columns: {
header: string
field: (string | null)
}[]
errors: ImportIssue[]
counts: {
tasks: number
sprints: number
statuses_new: number
types_new: number
parents: number
unknown_people: number
existing: number
bad_rows: number
}
}
export interface TaskType {
id: string
name: string
icon: string
color: string
is_system: boolean
is_default: boolean
}
export interface TaskStatus {
id: string
name: string
category: ("backlog" | "refinement" | "ready" | "todo" | "inprogress" | "done")
position: number
is_default: boolean
}
export interface CustomField {
id: string
name: string
type: ("text" | "number" | "date" | "select" | "multi_select" | "boolean" | "url")
options: {
id: string
name: string
}[]
required: boolean
position: number
}
export interface Sprint {
id: string
name: string
goal: string
state: ("planned" | "active" | "completed")
start_date: (string | null)
end_date: (string | null)
}
export interface Capacity {
member_id: string
points: number
}
export interface Burndown {
sprint_id: string
committed: (Amount | null)
days: {
day: string
scope: Amount
done: Amount
remaining: Amount
ideal_points: (number | null)
}[]
}
export interface Amount {
points: number
tasks: number
}
export interface SprintReport {
sprint: {
id: string
name: string
goal: string
state: ("planned" | "active" | "completed")
start_date: (string | null)
end_date: (string | null)
started_at: string
completed_at: (string | null)
}
committed: Amount
added: Amount
removed: Amount
done: Amount
unfinished: Amount
tasks: {
id: string
number: number
key: string
title: string
points: (number | null)
outcome: ("done" | "unfinished" | "removed")
is_added: boolean
}[]
done_by: {
people: Amount
agents: Amount
together: Amount
nobody: Amount
}
members: {
member_id: string
name: string
kind: ("user" | "agent")
done: Amount
}[]
agent_work: ({
agent_id: string
name: string
conversations: number
failed: number
seconds: number
input_tokens: number
output_tokens: number
}[] | null)
cycle_time: {
tasks: number
median_days: (number | null)
p85_days: (number | null)
}
reopened: {
task: TaskRef
times: number
}[]
blocked: {
task: TaskRef
by: {
id: string
number: number
key: string
title: string
is_done: boolean
}[]
}[]
scenarios: {
total: number
of_done_tasks: number
tasks_without: number
}
waits: {
task: TaskRef
status: string
days: number
}[]
retrospective: ({
document_id: string
title: string
} | null)
actions: {
id: string
number: number
key: string
title: string
is_done: boolean
}[]
summary: RichText
}
export interface TaskRef {
id: string
number: number
key: string
title: string
}
export interface RichText {
format: "markdown"
text: string
}
export interface Retrospective {
document_id: string
title: string
is_new: boolean
}
export interface Task {
id: string
number: number
key: string
title: string
status_id: string
task_type_id: string
priority: (("lowest" | "low" | "medium" | "high" | "highest") | null)
assignee_ids: string[]
points: (number | null)
start_date: (string | null)
due_date: (string | null)
tags: string[]
sprint_id: (string | null)
parent_task_id: (string | null)
custom_fields: {
[k: string]: string | number | boolean | string[]
}
comment_count: number
version: number
rank: string
project_id: string
description: (RichText | null)
reporter_id: (string | null)
external: ({
key: string
assignee?: string
reporter?: string
} | null)
logged_minutes: number
created_at: string
updated_at: string
deleted_at: (string | null)
}
export interface Velocity {
sprints: {
sprint_id: string
name: string
completed_at: string
committed: Amount
done: Amount
}[]
average_points: (number | null)
}
export interface CumulativeFlow {
days: {
day: string
counts: {
backlog: number
refinement: number
ready: number
todo: number
inprogress: number
done: number
}
}[]
done_before: number
}
export interface CycleTime {
tasks: {
task_id: string
key: string
title: string
points: (number | null)
started_at: string
done_at: string
days: number
has_agent: boolean
}[]
median_days: (number | null)
p85_days: (number | null)
unstarted: number
}
export interface Planning {
project: ProjectHead
sprints: SprintSummary[]
backlog: {
points: number
tasks: number
unestimated: number
}
velocity: Velocity
statuses: TaskStatus[]
task_types: TaskType[]
members: Member[]
actions: string[]
last_event_id: (string | null)
}
export interface ProjectHead {
id: string
workspace_id: string
name: string
prefix: string
description: string
is_public: boolean
version: number
created_at: string
archived_at: (string | null)
}
export interface SprintSummary {
id: string
name: string
goal: string
state: ("planned" | "active" | "completed")
start_date: (string | null)
end_date: (string | null)
started_at: (string | null)
completed_at: (string | null)
total: Amount
done: Amount
unestimated: number
capacity: Capacity[]
}
export interface PlanningTasks {
items: Card[]
next_cursor: (string | null)
}
export interface Card {
id: string
number: number
key: string
title: string
status_id: string
task_type_id: string
priority: (("lowest" | "low" | "medium" | "high" | "highest") | null)
assignee_ids: string[]
points: (number | null)
start_date: (string | null)
due_date: (string | null)
tags: string[]
sprint_id: (string | null)
parent_task_id: (string | null)
custom_fields: {
[k: string]: string | number | boolean | string[]
}
comment_count: number
version: number
rank: string
}
export interface View {
id: string
name: string
context: ("sprint" | "backlog" | "timeline")
layout: ("board" | "table" | "roadmap" | "calendar" | "plugin")
sprint_id: (string | null)
config: ViewConfig
position: number
version: number
created_at: string
updated_at: string
}
export interface ViewConfig {
fields: (("status" | "assignee" | "priority" | "task_type" | "sprint" | "parent" | "tag" | "key" | "title" | "points" | "start_date" | "due_date" | "created_at" | "updated_at" | "comment_count" | "logged_minutes") | string)[]
column_by: ((("status" | "assignee" | "priority" | "task_type" | "sprint" | "parent" | "tag") | string) | null)
swimlanes: ((("status" | "assignee" | "priority" | "task_type" | "sprint" | "parent" | "tag") | string) | null)
sort_by: (("manual" | "number" | "title" | "priority" | "points" | "start_date" | "due_date" | "created_at" | "updated_at" | "status") | string)
sort_direction: ("asc" | "desc")
field_sum: ((("count" | "points" | "logged_minutes") | string) | null)
slice_by: ((("status" | "assignee" | "priority" | "task_type" | "sprint" | "parent" | "tag") | string) | null)
filters: ({
[k: string]: unknown
} | null)
collapsed_columns: string[]
page_size: number
initial_page_size: number
plugin_manifest_id: (string | null)
plugin_component: (string | null)
}
export interface ViewCondition {
field: (("status" | "assignee" | "priority" | "task_type" | "sprint" | "parent" | "tag" | "status_category" | "reporter" | "title" | "number" | "points" | "start_date" | "due_date" | "created_at" | "updated_at") | string)
operator: ("is" | "is_not" | "any_of" | "none_of" | "is_empty" | "is_not_empty" | "contains" | "before" | "after" | "between")
value?: ((string | number | boolean) | (string | number | boolean)[])
}
export interface ViewFilterAll {
and: ViewFilter[]
}
export interface ViewFilterAny {
or: ViewFilter[]
}
export interface Board {
project: ProjectHead
view: View
statuses: TaskStatus[]
task_types: TaskType[]
members: Member[]
sprints: Sprint[]
custom_fields: CustomField[]
columns: {
key: (string | null)
name: string
total: number
sum: (number | null)
next_cursor: (string | null)
}[]
swimlanes: {
key: (string | null)
name: string
total: number
sum: (number | null)
}[]
slices: {
key: (string | null)
name: string
total: number
sum: (number | null)
}[]
cells: {
column: (string | null)
swimlane: (string | null)
total: number
sum: (number | null)
task_ids: string[]
next_cursor: (string | null)
}[]
tasks: Card[]
working: Conversation[]
actions: string[]
last_event_id: (string | null)
}
export interface Conversation {
id: string
project_id: string
agent: {
id: string
member_id: string
name: string
handle: string
provider: ("demo" | "openai-compatible")
}
task: ({
id: string
key: string
title: string
} | null)
doc: ({
id: string
title: string
} | null)
trigger: ("assignment" | "mention" | "message")
status: ("queued" | "running" | "paused" | "finished" | "failed" | "stopped" | "timed_out" | "iteration_limit")
reason: (string | null)
summary: (string | null)
activity: (string | null)
usage: {
input_tokens: number
output_tokens: number
seconds: number
}
version: number
created_at: string
started_at: (string | null)
finished_at: (string | null)
}
export interface ViewTasks {
items: Card[]
next_cursor: (string | null)
}
export interface ViewTaskPositions {
items: ViewTaskPosition[]
next_cursor: (string | null)
}
export interface ViewTaskPosition {
view_id: string
task_id: string
rank: string
status_id: string
}
export interface TaskPositions {
items: TaskPosition[]
}
export interface TaskPosition {
view_id: string
task_id: string
rank: string
status_id: string
version: number
}
export interface CardList {
items: Card[]
next_cursor: (string | null)
}
export interface BlockNoteBlock {
/**
 * paragraph, heading, bulletListItem, codeBlock, table, …
 */
type: string
props?: {
[k: string]: unknown
}
/**
 * Inline content, a text, or the rows of a table
 */
content?: {
[k: string]: unknown
}
/**
 * Blocks of the same shape
 */
children?: unknown[]
[k: string]: unknown
}
export interface BulkResult {
tasks: Card[]
changed: number
}
export interface TaskLink {
id: string
type: ("blocks" | "blocked_by" | "relates" | "duplicates" | "duplicated_by")
task: {
id: string
number: number
key: string
title: string
status_id: string
task_type_id: string
}
created_at: string
}
export interface TimeLog {
id: string
task_id: string
member: {
member_id: string
name: string
kind: ("user" | "agent")
}
minutes: number
day: string
note: string
version: number
created_at: string
}
export interface BddScenario {
id: string
task_id: string
title: string
given: string
when: string
then: string
gherkin: string
version: number
created_at: string
updated_at: string
}
export interface AttachmentList {
items: Attachment[]
}
export interface Attachment {
id: string
task_id: string
file: {
file_name: string
content_type: string
file_size: number
}
created_by: string
created_at: string
}
export interface UploadSession {
file_id: string
upload_url: (string | null)
upload_id: (string | null)
part_size: (number | null)
parts: {
part_number: number
upload_url: string
}[]
expires_in_seconds: number
}
export interface DownloadUrl {
url: string
expires_in_seconds: number
}
export interface ActivityList {
items: Activity[]
next_cursor: (string | null)
}
export interface Activity {
id: string
type: string
actor: {
type: ("user" | "agent" | "automation" | "system")
id: (string | null)
name: string
}
at: string
changes?: {
field: string
from: unknown
to: unknown
}[]
comment?: Comment
}
export interface Comment {
id: string
task_id: string
author: {
member_id: string
name: string
kind: ("user" | "agent")
}
text: RichText
version: number
created_at: string
edited_at: (string | null)
}
export interface DocFolder {
id: string
project_id: string
parent_id: (string | null)
name: string
position: number
created_at: string
updated_at: string
}
export interface DocumentPage {
items: DocumentItem[]
page: number
page_size: number
total: number
}
export interface DocumentItem {
id: string
project_id: string
folder_id: (string | null)
title: string
position: number
version: number
created_by: string
updated_by: string
created_at: string
updated_at: string
deleted_at: (string | null)
}
export interface Document {
id: string
project_id: string
folder_id: (string | null)
title: string
position: number
version: number
created_by: string
updated_by: string
created_at: string
updated_at: string
deleted_at: (string | null)
content: RichText
}
export interface DocSnapshotPage {
items: DocSnapshotItem[]
page: number
page_size: number
total: number
}
export interface DocSnapshotItem {
id: string
document_id: string
snapshot_number: number
title: string
created_by: string
created_by_name: string
created_at: string
}
export interface DocSnapshot {
id: string
document_id: string
snapshot_number: number
title: string
created_by: string
created_by_name: string
created_at: string
content: RichText
}
export interface DocDiff {
added: number
removed: number
hunks: {
old_start: number
old_lines: number
new_start: number
new_lines: number
lines: {
type: ("same" | "added" | "removed")
text: string
}[]
}[]
from: {
snapshot_id: (string | null)
snapshot_number: (number | null)
title: string
}
to: {
snapshot_id: (string | null)
snapshot_number: (number | null)
title: string
}
}
export interface DocLink {
task: {
id: string
number: number
key: string
title: string
status_id: string
task_type_id: string
}
origin: ("text" | "manual")
created_at: string
}
export interface TaskDoc {
id: string
project_id: string
folder_id: (string | null)
title: string
position: number
version: number
created_by: string
updated_by: string
created_at: string
updated_at: string
deleted_at: (string | null)
origin: ("text" | "manual")
}
export interface LlmModel {
provider: ("demo" | "openai-compatible")
model: string
label: string
needs_base_url: boolean
}
export interface Agent {
id: string
project_id: string
member_id: string
name: string
handle: string
provider: ("demo" | "openai-compatible")
model: string
base_url: (string | null)
has_api_key: boolean
prompt: string
max_iterations: number
time_limit_seconds: number
role: {
id: string
name: string
}
created_at: string
}
export interface ConversationList {
items: Conversation[]
next_cursor: (string | null)
}
export interface ConversationEvents {
items: ConversationEvent[]
total: number
}
export interface ConversationEvent {
index: number
type: ("user_message" | "agent_message_chunk" | "agent_thought_chunk" | "tool_call" | "tool_call_update" | "turn_end")
data: {
[k: string]: unknown
}
at: string
}
export interface RuntimeConversation {
id: string
project: {
id: string
name: string
prefix: string
}
agent: {
id: string
member_id: string
name: string
handle: string
provider: ("demo" | "openai-compatible")
model: string
base_url: (string | null)
api_key: (string | null)
prompt: string
max_iterations: number
time_limit_seconds: number
}
trigger: ("assignment" | "mention" | "message")
prompt: string
caused_by: ({
name: string
handle: string
} | null)
task: ({
id: string
key: string
title: string
description: string
status: string
} | null)
doc?: ({
id: string
title: string
content: string
version: number
} | null)
comments: {
author: string
text: string
at: string
}[]
skills: {
name: string
text: string
}[]
mcp_servers: {
name: string
url: string
headers: {
[k: string]: string
}
}[]
environment: {
[k: string]: string
}
history: {
event_index: number
type: ("user_message" | "agent_message_chunk" | "agent_thought_chunk" | "tool_call" | "tool_call_update" | "turn_end")
data: {
[k: string]: unknown
}
}[]
}
export interface AdminUserPage {
items: AdminUser[]
page: number
page_size: number
total: number
must_change_password_count: number
}
export interface AdminUser {
id: string
name: string
email: string
email_verified: boolean
handle: string
image: (string | null)
role: ({
id: string
name: string
} | null)
must_change_password: boolean
suspended_at: (string | null)
created_at: string
}
export interface GlobalRoleList {
items: GlobalRole[]
}
export interface GlobalRole {
id: string
name: string
actions: string[]
is_system: boolean
created_at: string
}
