import { describe, expect, test } from 'vitest'
import { chooseDeployed, parseDeployedUrl } from '../../../src/verify/deployed/target.ts'
import { renderDescription } from '../../support/examples.ts'

const plansOf = (text: string) => renderDescription(text).plans

const alone = plansOf('name: shop\napp: app:app\n')
const withDomains = plansOf('name: shop\napp: app:app\ndomains: [a.example.com, b.example.com]\n')
const worker = plansOf('name: jobs\nprocesses: [{name: w, type: worker, command: python w.py}]\n')
const two = plansOf(`services:
  - {name: shop, root: shop, app: app:app, domains: [shop.example.com], porter: {file: shop/porter.yaml}}
  - {name: desk, root: desk, app: app:app, domains: [desk.example.com], porter: {file: desk/porter.yaml}}
`)

const chosen = (plans: typeof alone, text?: string) => {
  const target = chooseDeployed(plans, text)
  return target.ok ? `${target.plan.name.value} at ${target.url.origin}` : target.message
}

describe('the address', () => {
  test.each([
    ['https://api.example.com', 'https://api.example.com'],
    ['https://API.example.com:8443/', 'https://api.example.com:8443'],
    ['https://[2001:db8::9]', 'https://[2001:db8::9]'],
    ['https://bücher.example', 'https://xn--bcher-kva.example'],
  ])('%s is one', (text, origin) => {
    expect(parseDeployedUrl(text)).toMatchObject({ ok: true, url: { origin } })
  })

  test.each([
    ['api.example.com', 'with its scheme'],
    ['api.example.com:8443', 'with its scheme'],
    ['https://', 'with its scheme'],
    ['', 'with its scheme'],
    ['http://api.example.com', 'must begin with https://'],
    ['ftp://api.example.com', 'must begin with https://'],
    ['https://user:pass@api.example.com', 'user or password'],
    ['https://token@api.example.com', 'user or password'],
    ['https://api.example.com/health', 'Write https://api.example.com.'],
    ['https://api.example.com/?a=b', 'Write https://api.example.com.'],
    ['https://api.example.com/#top', 'Write https://api.example.com.'],
  ])('%j is refused', (text, reason) => {
    const parsed = parseDeployedUrl(text)
    expect(parsed).toMatchObject({ ok: false, message: expect.stringContaining(reason) })
    expect(JSON.stringify(parsed)).not.toContain('pass@')
  })
})

describe('the service', () => {
  test('is the only one, wherever it is', () => {
    expect(chosen(alone, 'https://x.example')).toBe('shop at https://x.example')
  })

  test('is the one whose domain it is', () => {
    expect(chosen(two, 'https://desk.example.com')).toBe('desk at https://desk.example.com')
    expect(chosen(two, 'https://x.example')).toContain('2 web services')
  })

  test('is at its first domain when none is given', () => {
    expect(chosen(withDomains)).toBe('shop at https://a.example.com')
    expect(chosen(alone)).toContain('names no domain')
    expect(chosen(two)).toContain('shop.example.com, desk.example.com')
  })

  test('serves the web', () => {
    expect(chosen(worker, 'https://x.example')).toContain('no web service')
  })
})
