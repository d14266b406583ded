import { SESv2Client, SendEmailCommand } from "@aws-sdk/client-sesv2"
import { setting } from "../config.ts"

let client: SESv2Client | undefined

/** Sends one plain-text mail through SES. Never throws: a mail that fails is logged, and its link can be sent again. */
export async function sendMail(mail: { to: string; subject: string; text: string }): Promise<boolean> {
  const endpoint = setting("SES_ENDPOINT")
  client ??= new SESv2Client({ region: setting("S3_REGION"), ...(endpoint && { endpoint }) })
  try {
    await client.send(
      new SendEmailCommand({
        FromEmailAddress: setting("MAIL_FROM"),
        Destination: { ToAddresses: [mail.to] },
        Content: { Simple: { Subject: { Data: mail.subject }, Body: { Text: { Data: mail.text } } } },
      }),
    )
    return true
  } catch (error) {
    console.error(JSON.stringify({ message: "mail was not sent", subject: mail.subject, error: String(error) }))
    return false
  }
}
