/** A socket that accepts connections. */
export interface Listener {
  /** As people write it: 0.0.0.0, 127.0.0.1, ::. */
  readonly address: string
  readonly port: number
  /** The kernel's number of the socket, which the process holding it names too. */
  readonly inode: string
}

const listening = '0A' // TCP_LISTEN in the kernel's include/net/tcp_states.h

/** Reads /proc/PID/net/tcp or tcp6: one socket a line, its address as hexadecimal words in the machine's byte order. */
export function parseSocketTable(text: string): Listener[] {
  return text
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[3] === listening)
    .map((fields) => {
      const [address = '', port = ''] = (fields[1] ?? '').split(':')
      return {
        address: readAddress(address),
        port: Number.parseInt(port, 16),
        inode: fields[9] ?? '',
      }
    })
}

function readAddress(hex: string): string {
  const words = hex.match(/.{8}/g) ?? []
  const bytes = words.flatMap((word) => (word.match(/../g) ?? []).reverse())
  if (bytes.length === 4) return bytes.map((byte) => Number.parseInt(byte, 16)).join('.')
  const groups = bytes.join('').match(/.{4}/g) ?? []
  // The URL parser writes an IPv6 address in its shortest form.
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1)
}

export function formatListener({ address, port }: Listener): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
}
