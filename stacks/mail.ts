import { region, settings } from "./settings.ts"

const email = new sst.aws.Email("Mail", { sender: settings.mailIdentity })

/** Mail goes out in the region of the bucket; the product has one setting for both. */
export const sender = { MAIL_FROM: `Paca <${settings.mailFrom}>`, S3_REGION: region }

export const maySendMail = {
  actions: ["ses:SendEmail"],
  resources: [email.nodes.identity.arn, email.nodes.configurationSet.arn],
  conditions: [{ test: "StringEquals", variable: "ses:FromAddress", values: [settings.mailFrom] }],
}
