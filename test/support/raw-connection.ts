import net from 'node:net'
import { pause, waitFor } from '../../src/verify/wait.ts'

/** A TCP connection whose bytes are the test's own: what an HTTP client would never send, it can. */
export class RawConnection {
  private received = ''
  private over = false
  private readonly socket: net.Socket

  constructor(address: string, port: number) {
    this.socket = net.connect(port, address)
    this.socket.setNoDelay(true)
    this.socket.on('data', (chunk: Buffer) => {
      this.received += chunk.toString('latin1')
    })
    this.socket
      .on('error', () => {})
      .on('close', () => {
        this.over = true
      })
  }

  /** Sends words as they are and gives what has come back once it matches, or undefined after the seconds. */
  async ask(bytes: string, answer: RegExp, seconds = 10): Promise<string | undefined> {
    this.received = ''
    const matched = new Promise<string>((resolve) => {
      this.socket.on('data', () => {
        if (answer.test(this.received)) resolve(this.received)
      })
    })
    this.socket.write(bytes, 'latin1')
    return Promise.race([matched, pause(seconds).then(() => undefined)])
  }

  async isClosedWithin(seconds: number): Promise<boolean> {
    return (await waitFor(() => this.over || undefined, seconds)) ?? false
  }

  close(): void {
    this.socket.destroy()
  }
}
