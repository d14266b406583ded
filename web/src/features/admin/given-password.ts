/** Letters that nobody mistakes for others, so that a password can be read out. */
const letters = "abcdefghjkmnpqrstuvwxyz23456789"

/** A password to pass on, good for one sign-in: four times four letters, about 79 bits. */
export function givenPassword(): string {
  const part = () => Array.from({ length: 4 }, letter).join("")
  return [part(), part(), part(), part()].join("-")
}

function letter(): string {
  // Numbers past the last whole round of the letters would favour the first ones.
  const whole = Math.floor(256 / letters.length) * letters.length
  for (;;) {
    const [number = 256] = crypto.getRandomValues(new Uint8Array(1))
    if (number < whole) return letters.charAt(number % letters.length)
  }
}
