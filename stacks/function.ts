/** What every Lambda of Paca has in common, whichever component makes it. */
$transform(sst.aws.Function, (args) => {
  args.runtime = "nodejs24.x"
  args.architecture = "arm64"
  args.timeout ??= "30 seconds"
  args.logging ??= { retention: "1 month", format: "json" }
  args.transform = {
    ...args.transform,
    // SST also lets the account's root take the role; only `sst dev` needs that.
    role: (role) => {
      if (!$dev) role.assumeRolePolicy = aws.iam.assumeRolePolicyForPrincipal({ Service: "lambda.amazonaws.com" })
    },
  }
})

export {}
