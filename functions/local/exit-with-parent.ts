// Preloaded (`--import`) into every process the supervisor starts: when the supervisor is gone, however it ended, its
// end of the channel closes and nothing it started stays behind.
if (process.channel) {
  process.on("disconnect", () => process.exit(0))
  // The channel alone must not keep a process running that has nothing left to do.
  process.channel.unref()
}
