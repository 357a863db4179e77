// Tokens of Aria. Words are lexed as keywords here; the layout pass (layout.cpp) turns
// them back into names where language.md says so, and decides braces, bars, angles,
// separators and arm heads. `>>`, `>=` and `>>=` are never lexed: the layout pass joins
// adjacent `>` tokens where they do not close type arguments (13.4).
lexer grammar AriaLexer;

options { superClass = LexerBase; }

@lexer::header { #include "parse/lexer_base.hpp" }

// Tokens that only the layout pass makes.
tokens {
  SEP,            // end of a statement
  ARM,            // start of an arm in match, select or handle
  POST_IF, POST_UNLESS,
  INLINE_IF, INLINE_ELSE, INLINE_END, THEN,
  BLOCK_LBRACE, STRUCT_LBRACE, WITH_LBRACE, UNIT_LBRACE,
  BAR_OPEN, BAR_CLOSE, EMPTY_BARS,           // of a lambda value
  PARAMS_OPEN, EMPTY_PARAMS,                 // of a block or `with`
  LANGLE, RANGLE, GE, SHR, SHR_ASSIGN,
  LAMBDA_LPAREN, OPTIONS_LPAREN, LAMBDA_FN,
  TRY,            // postfix ?
  WITH_DO, SPAWN_NAME, SPAWN_BLOCK, FN_SIGNATURE, BIND_ARROW, MODULE_HEADER, EXTERN_BLOCK,
  INTERP_CLOSE, HEREDOC_END, FROM,
  IS_PATTERN, OPEN_RANGE                     // `is` where a pattern follows; `..` of a pattern without an end
}

channels { COMMENTS }

// --- Comments and line ends ---
SHEBANG       : '#!' {at_file_start()}? ~[\r\n]* -> channel(COMMENTS);
BLOCK_COMMENT : '###' [ \t]* NL (~[\r\n]* NL)*? [ \t]* '###' [ \t]* {block_comment_closes()}? -> channel(COMMENTS);
DOC_COMMENT   : '##' ~[#\r\n] ~[\r\n]* -> channel(COMMENTS);
COMMENT       : '#' ~[\r\n]* -> channel(COMMENTS);
SLASH_COMMENT : '//' {first_on_line()}? ~[\r\n]* -> channel(COMMENTS);
NEWLINE       : NL;
SPACE         : [ \t\u000C\uFEFF]+ -> skip;
fragment NL   : '\r'? '\n' | '\r';

// --- Words: every one of them can be a name ---
AND: 'and'; AS: 'as'; ASYNC: 'async'; AWAIT: 'await'; BEGIN: 'begin'; BREAK: 'break'; CLASS: 'class';
CONST: 'const'; CONSUME: 'consume'; CONTINUE: 'continue'; COPY: 'copy'; DATA: 'data'; DEFER: 'defer';
DERIVE: 'derive'; DO: 'do'; DYN: 'dyn'; EFFECT: 'effect'; ELSE: 'else'; ELSIF: 'elsif'; END: 'end';
ENSURE: 'ensure'; ENSURES: 'ensures'; ENUM: 'enum'; EXAMPLES: 'examples'; EXISTS: 'exists';
EXPORT: 'export'; EXTERN: 'extern'; FN: 'fn'; FOR: 'for'; FORALL: 'forall'; HANDLE: 'handle'; IF: 'if';
IMPL: 'impl'; IMPLIES: 'implies'; IMPORT: 'import'; IN: 'in'; INVARIANT: 'invariant'; IS: 'is';
JOIN: 'join'; LET: 'let'; LITMUS: 'litmus'; LOOP: 'loop'; MATCH: 'match'; MODULE: 'module'; MOVE: 'move';
MUT: 'mut'; NOT: 'not'; OR: 'or'; PROPERTY: 'property'; PUB: 'pub'; RAISE: 'raise'; RAISES: 'raises';
REQUIRES: 'requires'; RESCUE: 'rescue'; RETURN: 'return'; SELECT: 'select'; SPAWN: 'spawn' | 'spawn_blocking' | 'spawn_detached' | 'spawn_local';
STRUCT: 'struct'; TEST: 'test'; THEN_WORD: 'then'; TRAIT: 'trait'; TYPE: 'type'; UNLESS: 'unless';
UNSAFE: 'unsafe'; UNTIL: 'until'; USE: 'use'; WHERE: 'where'; WHILE: 'while'; WITH: 'with';
AFTER: 'after'; DEFAULT: 'default';

TYPE_NAME : UPPER WORD*;
// `?` and `!` belong to a lower-case name, but not directly before `=`, `.` or `?` (section 1).
NAME      : LOWER WORD* ([?!] {name_suffix_allowed()}?)?;

fragment UPPER : [\p{Lu}];
fragment LOWER : [\p{Ll}_] | [\p{Lo}];
fragment WORD  : [\p{L}\p{Nd}_];

// --- Literals ---
INT   : (DEC | '0x' HEX+ ('_' HEX+)* | '0o' [0-7]+ ('_' [0-7]+)* | '0b' [01]+ ('_' [01]+)*) ([iu] [0-9]+)?;
FLOAT : DEC '.' {float_allowed()}? DEC ([eE] [+-]? DEC)? ('f' [0-9]+)?
      | DEC [eE] [+-]? DEC ('f' [0-9]+)?
      | DEC 'f' [0-9]+;
fragment DEC : [0-9]+ ('_' [0-9]+)*;
fragment HEX : [0-9a-fA-F];

CHAR        : '\'' (ESCAPE | ~['\\\r\n]) '\'' | '`' (ESCAPE | ~[`\\\r\n]) '`';
QUOTED      : '\'' (ESCAPE | ~['\\\r\n])* '\'';
RAW_STRING  : 'r"' ~["\r\n]* '"';
STRING_OPEN : '"' -> pushMode(STRING);
HEREDOC     : '<<' '~'? ([\p{L}_] WORD* | '\'' [\p{L}_] WORD* '\'') {heredoc_allowed()}?;
fragment ESCAPE : '\\' ('x' HEX HEX | 'u{' HEX+ '}' | ~[xu\r\n]);

// --- Punctuation ---
LPAREN: '('; RPAREN: ')'; LBRACKET: '['; RBRACKET: ']'; LBRACE: '{'; RBRACE: '}';
COMMA: ','; SEMICOLON: ';'; DOT: '.'; SAFE_DOT: '?.'; COLONCOLON: '::'; AT: '@';
// `#{e:spec}`: only directly inside an interpolation, when the rest up to `}` is a spec.
FORMAT_SPEC: ':' {format_spec_ahead()}? ~[\r\n}]+ ;
COLON: ':';
ELLIPSIS: '...'; RANGE_EXCLUSIVE: '..<'; RANGE_INCLUSIVE: '..='; RANGE: '..';
FAT_ARROW: '=>'; ARROW: '->'; SEND: '<-'; PIPE: '|>';
SPACESHIP: '<=>'; EQ: '=='; NE: '!='; LE: '<='; LT: '<'; GT: '>';
SHL_ASSIGN: '<<='; SHL: '<<';
POWER_ASSIGN: '**='; POWER: '**'; STAR_ASSIGN: '*='; STAR: '*';
FLOOR_ASSIGN: '//='; FLOOR: '//'; SLASH_ASSIGN: '/='; SLASH: '/';
PERCENT_ASSIGN: '%='; PERCENT: '%'; PLUS_ASSIGN: '+='; PLUS: '+'; MINUS_ASSIGN: '-='; MINUS: '-';
WRAP_PLUS: '&+'; WRAP_MINUS: '&-'; WRAP_STAR: '&*';
AND_AND: '&&'; AMP_ASSIGN: '&='; AMP: '&'; OR_OR: '||'; BAR_ASSIGN: '|='; BAR: '|';
CARET_ASSIGN: '^='; CARET: '^'; TILDE: '~'; BANG: '!';
COALESCE_ASSIGN: '??='; COALESCE: '??'; QUESTION: '?'; ASSIGN: '=';
STRAY: .;

mode STRING;
STRING_TEXT   : (STRING_ESCAPE | '#' {next_is_not('{')}? | ~["\\#\r\n])+;
fragment STRING_ESCAPE : '\\' ('x' HEX HEX | 'u{' HEX+ '}' | ~[xu\r\n]);
INTERP_OPEN   : '#{' -> pushMode(DEFAULT_MODE);
STRING_CLOSE  : '"' -> popMode;
STRING_BROKEN : NL -> popMode;
BAD_ESCAPE    : '\\' ~[\r\n]?;

// The base class starts this mode after the line that holds `<<ID`, and ends it itself.
mode HEREDOC_BODY;
HEREDOC_TEXT  : (STRING_ESCAPE | '#' {next_is_not('{')}? | ~[\\#\r\n])+ NL? | NL;
HEREDOC_INTERP: '#{' -> type(INTERP_OPEN), pushMode(DEFAULT_MODE);
HEREDOC_BAD   : '\\' ~[\r\n]? -> type(BAD_ESCAPE);

// The same for `<<'ID'`, where nothing is special.
mode HEREDOC_RAW;
RAW_LINE      : (~[\r\n]+ NL? | NL) -> type(HEREDOC_TEXT);
