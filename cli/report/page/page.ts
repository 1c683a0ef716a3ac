import { createHash } from 'crypto';
import * as fs from 'fs';
import * as path from 'path';
import { DISPLAY } from '../../effects/effect';
import { ReportModel } from '../model';
import { markup } from './markup';

const asset = (name: string): string => fs.readFileSync(path.join(__dirname, 'assets', name), 'utf8');

/** JSON that no text in it can end the script with, and no parser of HTML reads anything into. */
export const embedded = (value: unknown): string =>
  JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);

const ENTITIES: { readonly [character: string]: string } = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);

const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** The program of the page, in the order in which its parts know each other. */
const PROGRAM = ['dom', 'format', 'table', 'diagram', 'filter', 'flows', 'views', 'cluster', 'main'];

const program = (): string => `(() => {\n'use strict';\n${PROGRAM.map((part) => asset(`${part}.js`)).join('\n')}})();\n`;

/** The page: markup, style, program and data in one file. The policy lets nothing else run, and nothing be loaded. */
export function page(model: ReportModel): string {
  const [style, script] = [asset('style.css'), program()];
  const policy = [
    "default-src 'none'",
    `script-src ${hash(script)}`,
    `style-src ${hash(style)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return markup({
    title: escaped(model.title),
    policy: escaped(policy),
    style,
    program: script,
    data: embedded({ ...model, operators: DISPLAY }),
    version: escaped(model.version),
  });
}
