import { catches, passes } from './cases.ts'

const cors = (call: string): Record<string, string> => ({
  'app.py': `from flask_cors import CORS\n\n${call}\n`,
})

catches('cors-any-origin-with-credentials', cors('CORS(app, supports_credentials=True)'), [
  { file: 'app.py', line: 3 },
])
catches(
  'cors-any-origin-with-credentials',
  cors('CORS(\n  app,\n  origins=["*"],\n  supports_credentials=True,\n)'),
  [{ file: 'app.py', line: 3 }],
)
catches(
  'cors-any-origin-with-credentials',
  cors('CORS(app, resources={r"/api/*": {"origins": "*"}}, supports_credentials=True)'),
  [{ file: 'app.py', line: 3 }],
)
catches(
  'cors-any-origin-with-credentials',
  cors(
    'def f():\n    app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=True)',
  ),
  [{ file: 'app.py', line: 4 }],
)
catches(
  'cors-any-origin-with-credentials',
  { 'settings.py': 'CORS_ALLOW_ALL_ORIGINS = True\nCORS_ALLOW_CREDENTIALS = True\n' },
  [{ file: 'settings.py', line: 1 }],
)
catches(
  'cors-any-origin-with-credentials',
  { 'hoptix_server.py': 'CORS_CREDENTIALS = True\nCORS_ORIGINS = [\n    "*",\n]\n' },
  [{ file: 'hoptix_server.py', line: 2 }],
)
passes('cors-any-origin-with-credentials', cors('CORS(app)'))
passes(
  'cors-any-origin-with-credentials',
  cors('CORS(app, origins=["https://a.example.com"], supports_credentials=True)'),
)
passes(
  'cors-any-origin-with-credentials',
  cors('# CORS(app, supports_credentials=True)\n"""CORS(app, supports_credentials=True)"""'),
  'comments and texts',
)
passes(
  'cors-any-origin-with-credentials',
  { 'tests/test_app.py': 'CORS(app, supports_credentials=True)\n' },
  'a test',
)

catches('cors-wildcard-is-a-pattern', cors('CORS(app, origins="https://*.example.com")'), [
  { file: 'app.py', line: 3 },
])
catches(
  'cors-wildcard-is-a-pattern',
  cors('O = ["https://a.com", "http://*.b.com"]\nCORS(app, origins=O)'),
  [{ file: 'app.py', line: 4 }],
)
passes('cors-wildcard-is-a-pattern', cors('CORS(app, origins=["https://a.example.com", "*"])'))
passes(
  'cors-wildcard-is-a-pattern',
  cors(String.raw`CORS(app, origins=r"^https://[a-z]+\.example\.com$")`),
)
