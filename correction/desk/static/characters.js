/** Characters that keyboards lack, with names to search them by: [character, English, Chinese]. */

const LATIN = [
  ["ſ", "long s", "长 s"],
  ["⸗", "double hyphen", "双连字符"],
  ["ꝛ", "r rotunda", "圆 r"],
  ["æ", "ae", "ae 连字"],
  ["Æ", "AE capital", "大写 AE"],
  ["œ", "oe", "oe 连字"],
  ["Œ", "OE capital", "大写 OE"],
  ["ß", "sharp s eszett ss", "德文 ss"],
  ["ẞ", "capital sharp s", "大写德文 ss"],
  ["ꝑ", "per p stroke", "per 略符"],
  ["€", "euro", "欧元"],
  ["£", "pound sterling", "英镑"],
  ["℔", "pound weight lb", "磅"],
  ["¶", "pilcrow paragraph", "段落号"],
  ["§", "section", "分节号"],
  ["†", "dagger", "剑标"],
  ["‡", "double dagger", "双剑标"],
  ["☞", "hand pointing index", "指示手"],
  ["⁂", "asterism", "三星号"],
];
const POINTS = [
  ["„", "low double quote", "下双引号"],
  ["“", "left double quote", "左双引号"],
  ["”", "right double quote", "右双引号"],
  ["‚", "low single quote", "下单引号"],
  ["‘", "left single quote", "左单引号"],
  ["’", "right single quote apostrophe", "右单引号"],
  ["»", "right double angle guillemet", "右书名号"],
  ["«", "left double angle guillemet", "左书名号"],
  ["›", "right single angle", "右单角引号"],
  ["‹", "left single angle", "左单角引号"],
  ["—", "em dash", "长破折号"],
  ["–", "en dash", "短破折号"],
  ["…", "ellipsis dots", "省略号"],
  ["½", "half", "二分之一"],
  ["¼", "quarter", "四分之一"],
  ["¾", "three quarters", "四分之三"],
  ["⅓", "third", "三分之一"],
  ["⅔", "two thirds", "三分之二"],
  ["⅛", "eighth", "八分之一"],
  ["²", "squared superscript two", "平方"],
  ["³", "cubed superscript three", "立方"],
  ["°", "degree", "度"],
  ["×", "times multiplication", "乘号"],
];
const HAN = [
  ["「", "left corner bracket quote", "左单引号"],
  ["」", "right corner bracket quote", "右单引号"],
  ["『", "left white corner bracket quote", "左双引号"],
  ["』", "right white corner bracket quote", "右双引号"],
  ["《", "left double angle title", "左书名号"],
  ["》", "right double angle title", "右书名号"],
  ["〈", "left angle title", "左单书名号"],
  ["〉", "right angle title", "右单书名号"],
  ["、", "enumeration comma", "顿号"],
  ["。", "full stop", "句号"],
  ["，", "comma", "逗号"],
  ["；", "semicolon", "分号"],
  ["：", "colon", "冒号"],
  ["？", "question", "问号"],
  ["！", "exclamation", "叹号"],
  ["（", "left parenthesis", "左括号"],
  ["）", "right parenthesis", "右括号"],
  ["【", "left lenticular bracket", "左方头括号"],
  ["】", "right lenticular bracket", "右方头括号"],
  ["〔", "left tortoise bracket", "左六角括号"],
  ["〕", "right tortoise bracket", "右六角括号"],
  ["·", "middle dot", "间隔号"],
  ["—", "em dash", "破折号"],
  ["…", "ellipsis dots", "省略号"],
  ["〇", "zero ling", "零"],
  ["々", "iteration again", "叠字号"],
  ["〻", "vertical iteration", "竖排叠字号"],
  ["●", "black circle", "实心圆"],
  ["○", "white circle", "空心圆"],
  ["△", "white triangle", "空心三角"],
  ["※", "reference mark", "参考号"],
  ["\u3000", "wide space ideographic", "全角空格"],
];
const MISSING = [
  ["〓", "geta missing character", "缺字 字根号"],
  ["□", "square missing character", "缺字 空围"],
];

const NAMES = new Map([...LATIN, ...POINTS, ...HAN, ...MISSING].map(([character, ...names]) => [character, names]));
const MOST = 0x10ffff;

/** Groups of characters for a page, as [name of the group, characters]. */
export function groups(script, own, lately) {
  const sets = { latin: LATIN, points: POINTS, han: HAN };
  const order = script === "han" ? ["han", "points", "latin"] : ["latin", "points"];
  const of = (list) => list.map(([character]) => character);
  return [["lately", lately], ["own", own], ...order.map((name) => [name, of(sets[name])]), ["missing", of(MISSING)]].filter(
    ([, characters]) => characters.length,
  );
}

/** What a character is called, with its code points. */
export function name(character, chinese = false) {
  const codes = [...character].map((each) => `U+${each.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`);
  return [NAMES.get(character)?.[chinese ? 1 : 0], codes.join(" ")].filter(Boolean).join(", ");
}

/**
 * Characters by a code point (`U+17F`, or four to six hexadecimal digits) or by words of their names, the best first;
 * a letter alone finds what is named after it.
 */
export function search(query, own = []) {
  const wanted = query.trim().toLowerCase();
  const code = /^(?:u\+([0-9a-f]{1,6})|([0-9a-f]{4,6}))$/.exec(wanted);
  const found = code ? [...character(parseInt(code[1] || code[2], 16))] : [];
  const ranked = [...NAMES].map(([each, names]) => [each, rank(names, wanted, each)]).filter(([, n]) => n);
  ranked.sort((one, other) => other[1] - one[1]);
  return [...new Set([...found, ...own.filter((each) => each === query.trim()), ...ranked.map(([each]) => each)])];
}

function rank(names, wanted, character) {
  const words = names.join(" ").toLowerCase().split(" ");
  if (character === wanted || words.includes(wanted)) return 3;
  if (words.some((word) => word.startsWith(wanted))) return 2;
  return names.some((each) => each.toLowerCase().includes(wanted)) ? 1 : 0;
}

/** A character of Unicode that may stand in a line; none for controls, surrogates and what there is not. */
function* character(code) {
  if (code > MOST || (code >= 0xd800 && code <= 0xdfff)) return;
  const text = String.fromCodePoint(code);
  if (!/[\p{Cc}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/u.test(text)) yield text;
}
