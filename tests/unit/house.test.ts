import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

/** From top to bottom: a folder imports only from itself and from folders above it. */
const folders = [
  'core',
  'photo',
  'model',
  'engine',
  'cli',
  'worker',
  'client',
  'store',
  'services',
  'download',
  'elements',
  'pwa',
  'app',
];
/** The page's side begins here: nothing that runs a network may be imported by value below it. */
const firstBelowTheWall = folders.indexOf('client');
const behindTheWall = folders.slice(1, firstBelowTheWall);
/** Holds the schema library, which must not weigh down the page. */
const isTypesOnlyOnThePage = (to: string) =>
  to === 'core/manifest' || to.startsWith('core/schema/');
const MAX_LINES = 400;

interface Import {
  from: string;
  to: string;
  isTypeOnly: boolean;
}

const root = fileURLToPath(new URL('../../src/', import.meta.url));
const files = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.m?ts$/.test(entry.name))
  .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'));
const imports = files.flatMap(listImports);
const inside = imports.filter(({ to }) => folders.includes(folderOf(to)));

describe('the house', () => {
  it('is found', () => {
    expect(files.length).toBeGreaterThan(10);
    expect(inside.length).toBeGreaterThan(10);
  });

  it('has only rooms that are on the plan', () => {
    expect(files.filter((file) => !folders.includes(folderOf(file)))).toEqual([]);
  });

  it('imports only from itself and from above', () => {
    const upwards = inside.filter(({ from, to }) => level(to) > level(from));
    expect(upwards.map(describeImport)).toEqual([]);
  });

  it('keeps the engine behind the wall: below it, types alone', () => {
    const through = inside.filter(
      ({ from, to, isTypeOnly }) =>
        level(from) >= firstBelowTheWall && behindTheWall.includes(folderOf(to)) && !isTypeOnly,
    );
    expect(through.map(describeImport)).toEqual([]);
  });

  it('keeps tfjs out of everything but the engine’s rooms', () => {
    const allowed = ['engine', 'cli', 'worker', 'model'];
    const strays = imports.filter(
      ({ from, to, isTypeOnly }) =>
        to.startsWith('@tensorflow') && !isTypeOnly && !allowed.includes(folderOf(from)),
    );
    expect(strays.map(describeImport)).toEqual([]);
  });

  it('keeps the manifest’s checker off the page', () => {
    const heavy = inside.filter(
      ({ from, to, isTypeOnly }) =>
        level(from) >= firstBelowTheWall && isTypesOnlyOnThePage(to) && !isTypeOnly,
    );
    expect(heavy.map(describeImport)).toEqual([]);
  });

  it('names no file extension in relative imports', () => {
    const named = inside.filter(({ to, from }) => /\.[jt]s$/.test(to) && folderOf(from) !== 'pwa');
    expect(named.map(describeImport)).toEqual([]);
  });

  it(`has no file over ${MAX_LINES} lines`, () => {
    expect(files.filter((file) => read(file).split('\n').length > MAX_LINES + 1)).toEqual([]);
  });

  it('switches no check off', () => {
    const silenced = files.filter((file) => /@ts-(?:ignore|nocheck|expect-error)/.test(read(file)));
    expect(silenced).toEqual([]);
  });

  it('asks nobody else: no address of another host is fetched', () => {
    const asks = /(?:fetch|import|importScripts|new Worker|new URL)\(\s*['"`]https?:/;
    expect(files.filter((file) => asks.test(read(file)))).toEqual([]);
  });
});

function read(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

/** Every import, re-export and dynamic import of a file, as TypeScript parses it. */
function listImports(file: string): Import[] {
  const source = ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest, true);
  const found: Import[] = [];
  const add = (specifier: ts.Node | undefined, isTypeOnly: boolean) => {
    if (!specifier || !ts.isStringLiteralLike(specifier)) return;
    found.push({ from: file, to: resolve(file, specifier.text), isTypeOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeOnlyImport(node));
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node.arguments[0], false);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** `import type …`, or an import whose every name is marked `type`. */
function isTypeOnlyImport({ importClause }: ts.ImportDeclaration): boolean {
  if (!importClause) return false;
  if (importClause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const { name, namedBindings } = importClause;
  return (
    !name &&
    namedBindings !== undefined &&
    ts.isNamedImports(namedBindings) &&
    namedBindings.elements.length > 0 &&
    namedBindings.elements.every((element) => element.isTypeOnly)
  );
}

/** A relative specifier as a path below src/; a package's name stays as it is. */
function resolve(from: string, specifier: string): string {
  return specifier.startsWith('.') ? posix.join(posix.dirname(from), specifier) : specifier;
}

function folderOf(path: string): string {
  return path.split('/')[0] ?? '';
}

function level(path: string): number {
  return folders.indexOf(folderOf(path));
}

function describeImport({ from, to }: Import): string {
  return `${from} → ${to}`;
}
