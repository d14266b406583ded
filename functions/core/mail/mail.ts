import { awsClient, awsFetch } from "../aws.ts"
import { setting } from "../config.ts"

/** Sends one plain-text mail through SES. Never throws: a mail that fails is logged, and its link can be sent again. */
export async function sendMail(mail: { to: string; subject: string; text: string }): Promise<boolean> {
  const endpoint = setting("SES_ENDPOINT") ?? `https://email.${setting("S3_REGION")}.amazonaws.com`
  try {
    await awsFetch(awsClient("ses"), `${endpoint}/v2/email/outbound-emails`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        FromEmailAddress: setting("MAIL_FROM"),
        Destination: { ToAddresses: [mail.to] },
        Content: { Simple: { Subject: { Data: mail.subject }, Body: { Text: { Data: mail.text } } } },
      }),
    })
    return true
  } catch (error) {
    console.error(JSON.stringify({ message: "mail was not sent", subject: mail.subject, error: String(error) }))
    return false
  }
}
