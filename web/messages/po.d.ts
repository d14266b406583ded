declare module "*.po" {
  /** A catalogue as the build compiles it: texts by the id that stands in the code. */
  export const messages: import("@lingui/core").Messages
}
