// acorn reads names of JavaScript files, one in a line, and prints for each what
// its syntax tree says of the AMD loader, as JSON in one line:
//
//   {"file": …, "calls": […]}        or        {"file": …, "error": "…"}
//
// A call is one of define, require or requirejs that no function or block around it binds,
// or of the require that a define's factory receives. In a file that tests for
// typeof define, the name stands for the loader wherever it is called. Names are
// resolved in scopes of their own: of functions, blocks, catch clauses, classes and
// function expressions. Offsets are in bytes.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

const require = createRequire(join(process.cwd(), 'x.js'));
const { parse } = require('acorn');

const loaderNames = new Set(['define', 'require', 'requirejs']);
const maxDefines = 4; // of a factory in more define calls than this, nothing is read

function tree(text) {
  const options = { ecmaVersion: 'latest', allowReturnOutsideFunction: true, allowHashBang: true, preserveParens: true };
  try {
    return parse(text, { ...options, sourceType: 'script' });
  } catch (error) {
    try {
      return parse(text, { ...options, sourceType: 'module', allowAwaitOutsideFunction: true });
    } catch {
      throw error;
    }
  }
}

class Scope {
  constructor(parent, owner) {
    this.parent = parent;
    this.owner = owner ?? parent?.owner; // the function that it is of or in; undefined for the file
    this.isFunction = owner !== undefined || !parent;
    this.names = new Set();
    this.functions = new Set();
  }
  hoist() {
    let scope = this;
    while (!scope.isFunction) scope = scope.parent;
    return scope;
  }
  lookup(name) {
    let scope = this;
    while (scope && !scope.names.has(name)) scope = scope.parent;
    return scope;
  }
}

function declare(pattern, scope) {
  switch (pattern?.type) {
    case 'Identifier': scope.names.add(pattern.name); break;
    case 'ObjectPattern': for (const p of pattern.properties) declare(p.value ?? p.argument, scope); break;
    case 'ArrayPattern': for (const p of pattern.elements) declare(p, scope); break;
    case 'AssignmentPattern': declare(pattern.left, scope); break;
    case 'RestElement': declare(pattern.argument, scope); break;
  }
}

const isFunction = (node) => /^(?:Function(?:Declaration|Expression)|ArrowFunctionExpression)$/.test(node.type);

// enter declares what a node declares, and returns the scope of what is in it.
function enter(node, scope) {
  switch (node.type) {
    case 'VariableDeclaration':
      for (const d of node.declarations) declare(d.id, node.kind === 'var' ? scope.hoist() : scope);
      return scope;
    case 'FunctionDeclaration':
      if (node.id) for (const s of [scope, scope.hoist()]) s.names.add(node.id.name), s.functions.add(node.id.name);
      break;
    case 'ClassDeclaration':
      if (node.id) scope.names.add(node.id.name);
      break;
    case 'ImportDeclaration':
      for (const s of node.specifiers) scope.names.add(s.local.name);
      return scope;
    case 'BlockStatement': case 'ForStatement': case 'ForInStatement': case 'ForOfStatement': case 'SwitchStatement':
      return new Scope(scope);
    case 'CatchClause':
      scope = new Scope(scope);
      declare(node.param, scope);
      return scope;
    case 'StaticBlock':
      return new Scope(scope, node);
    case 'ClassExpression':
      scope = new Scope(scope);
      if (node.id) scope.names.add(node.id.name);
      return scope;
  }
  if (!isFunction(node)) return scope;
  if (node.type === 'FunctionExpression' && node.id) {
    scope = new Scope(scope, node);
    scope.names.add(node.id.name);
  }
  scope = new Scope(scope, node);
  for (const p of node.params) declare(p, scope);
  node.scope = scope;
  return scope;
}

// walk visits all nodes, and hands out each with its scope and the define call
// around it.
function walk(root, visit) {
  const stack = [[root, new Scope(), null]];
  while (stack.length) {
    let [node, scope, around] = stack.pop();
    scope = enter(node, scope);
    around = visit(node, scope, around);
    for (const key of Object.keys(node)) {
      if (key === 'scope') continue;
      for (const child of [node[key]].flat()) {
        if (child && typeof child.type === 'string') stack.push([child, scope, around]);
      }
    }
  }
}

const string = (node) => (node?.type === 'Literal' && typeof node.value === 'string' ? node.value : undefined);
const bare = (node) => (node?.type === 'ParenthesizedExpression' ? bare(node.expression) : node);
const paramName = (p) => (p.type === 'AssignmentPattern' ? p.left : p).name ?? '';

function readArray(call, node) {
  if (node?.type !== 'ArrayExpression') return false;
  const values = node.elements.map(string);
  call.deps = values.filter((v) => v !== undefined);
  call.computed = values.includes(undefined);
  return true;
}

function readRequire(call, [first]) {
  if (!first) return call;
  if (string(first) !== undefined) call.deps = [string(first)];
  else if (readArray(call, first)) call.array = true;
  else if (first.type === 'ObjectExpression') call.config = true;
  else call.computed = true;
  return call;
}

function readDefine(call, args) {
  if (args.length > 1 && string(args[0]) !== undefined) [{ value: call.name }, ...args] = args;
  if (readArray(call, args[0])) [call.array, args] = [true, args.slice(1)];
  if (!call.array && args.length > 1) call.computed = true; // an id or an array that is no literal
  const factory = bare(args.at(-1));
  if (factory && isFunction(factory)) call.factory = factory;
  else call.isName = factory?.type === 'Identifier';
  return call;
}

// requireParam is the name under which a define's factory receives require.
function requireParam(call) {
  const params = call.factory.params.map(paramName);
  if (!call.array) return params[0];
  return call.computed ? undefined : params.find((name, i) => call.deps[i] === 'require');
}

const plain = ({ node, callee, name, deps, computed, config, sugar }) => ({ start: node.start, callee, name, deps, computed: !!computed, config: !!config, sugar });

function read(text) {
  const found = [];
  const functions = [];
  // In a file that tests for a loader, a name define is it, unless it is that of a function.
  const isLocal = (scope) => {
    for (; scope?.parent; scope = scope.parent) if (scope.functions.has('define')) return true;
    return false;
  };
  let umd = false;
  walk(tree(text), (node, scope, around) => {
    if (isFunction(node)) functions.push(node);
    if (node.type === 'UnaryExpression' && node.operator === 'typeof' && node.argument.name === 'define') umd = true;
    if (node.type !== 'CallExpression' || node.callee.type !== 'Identifier' || node.optional) return around;
    const call = { node, callee: node.callee.name, scope, around };
    found.push(call);
    return call.callee === 'define' ? call : around;
  });
  found.sort((a, b) => a.node.start - b.node.start);
  const isLoader = (c) => loaderNames.has(c.callee) && (c.callee === 'define' && umd && !isLocal(c.scope) || !c.scope.lookup(c.callee)?.parent);
  const calls = found.filter(isLoader);
  const level = (c) => { let n = 0; for (let a = c.around; a; a = a.around) n += isLoader(a) ? 1 : 0; return n; };
  for (const c of calls) (c.callee === 'define' ? readDefine : readRequire)(c, c.node.arguments);
  const out = [...calls];
  const callsOf = (f, name) => found.filter((c) => c.callee === name && c.scope.lookup(name) === f.scope && c.node.start >= f.body.start && c.node.end <= f.body.end);
  for (const c of calls.filter((c) => c.callee === 'define' && level(c) < maxDefines)) {
    if (!c.array && c.isName) { // define(factory): the first function of the file that takes require
      const f = functions.sort((a, b) => a.start - b.start).find((f) => f.params[0]?.name === 'require' && f.body.type === 'BlockStatement' && text[f.params[0].start - 1] === '(');
      if (f) c.sugar = callsOf(f, 'require').map((r) => string(r.node.arguments[0])).filter((v) => v !== undefined);
    }
    const name = c.factory && requireParam(c);
    if (!name) continue;
    const locals = callsOf(c.factory, name);
    if (!c.array) c.sugar = locals.map((r) => string(r.node.arguments[0])).filter((v) => v !== undefined);
    for (const r of locals) {
      const local = readRequire({ ...r }, r.node.arguments);
      const isSugar = !c.array && !local.array && !local.computed;
      if (!local.config && !isSugar) out.push(local);
    }
  }
  return out.map(plain).sort((a, b) => a.start - b.start);
}

// inBytes turns offsets in the text, in order, into those in the file.
function inBytes(calls, text) {
  let at = 0, bytes = 0;
  for (const c of calls) {
    bytes += Buffer.byteLength(text.slice(at, c.start));
    at = c.start;
    c.start = bytes;
  }
  return calls;
}

for await (const file of createInterface({ input: process.stdin })) {
  const text = readFileSync(file, 'utf8');
  let result;
  try {
    result = { file, calls: inBytes(read(text), text) };
  } catch (error) {
    result = { file, error: String(error.message) };
  }
  console.log(JSON.stringify(result));
}
