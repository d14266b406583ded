/** An error as S3 answers it: an HTTP status, a code programs know, a sentence for people. */
export class S3Error extends Error {
  readonly status: number
  readonly code: string
  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

export const noSuchKey = () => new S3Error(404, "NoSuchKey", "The specified key does not exist.")
export const noSuchUpload = () =>
  new S3Error(404, "NoSuchUpload", "The specified upload does not exist. It may have been aborted or completed.")
export const accessDenied = (message = "Access Denied") => new S3Error(403, "AccessDenied", message)
export const invalidArgument = (message: string) => new S3Error(400, "InvalidArgument", message)
