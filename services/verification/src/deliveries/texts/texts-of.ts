import type { Language } from '@genkan/contracts/primitives';
import { en } from './en.js';
import { ja } from './ja.js';
import { ko } from './ko.js';
import type { Texts } from './texts.js';
import { zhCn } from './zh-cn.js';

export const textsOf: Readonly<Record<Language, Texts>> = { ko, en, ja, 'zh-CN': zhCn };
