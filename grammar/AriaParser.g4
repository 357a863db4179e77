// The grammar of Aria over the tokens that the layout pass hands on. No actions, no predicates.
//
// Expressions are flat lists of operands and operators; precedence.cpp folds them with one table
// (language.md 5). That keeps trees shallow, long chains iterative and every decision short.
parser grammar AriaParser;

options { tokenVocab = AriaLexer; contextSuperClass = RuleNode; }

@parser::header { #include "parse/rule_node.hpp" }

// --- Files and bodies ---
file       : statements EOF;
statements : (SEP? statement (SEP statement)*)?;        // after an opener: `do`, `=>`, `else`, `{`
body       : (SEP statement)*;                          // after a head that ends with its line

statement  : attribute* (visibility? declaration | simpleStatement);
attribute  : AT name (LPAREN arguments RPAREN)?;
visibility : PUB (LPAREN name RPAREN)?;

// --- Declarations ---
declaration
    : importDecl | moduleDecl | externDecl | functionDecl | structDecl | enumDecl | dataDecl | traitDecl
    | implDecl | effectDecl | aliasDecl | constDecl | testDecl;

importDecl : (IMPORT | USE | EXPORT) importTree;
importTree : (string | name (pathSep (name | STAR | importGroup))*) (AS name)?;
importGroup: LBRACE importTree (COMMA importTree)* COMMA? RBRACE;
pathSep    : COLONCOLON | DOT;

moduleDecl : MODULE path body END | MODULE_HEADER path;
externDecl : EXTERN name FROM string (AS name)? | EXTERN_BLOCK name FROM string (AS name)? body END;

functionDecl
    : ASYNC? FN signature (ASSIGN assignment | body END)
    | ASYNC? FN_SIGNATURE signature (SEP contract)*;      // without a body: trait, effect, extern
signature  : name typeParameters? parameters? (ARROW resultType)? effectRows? whereClause?;
parameters : LPAREN (parameter (COMMA parameter)* COMMA?)? RPAREN;
parameter  : attribute* MUT? ELLIPSIS? name (COLON type)? (ASSIGN expr)?;

structDecl : (STRUCT | CLASS) name typeParameters? whereClause? (SEP member)* END;
member     : attribute* (visibility? (field | declaration) | contract | derive);
field      : name COLON type (ASSIGN expr)?;
derive     : DERIVE LPAREN type (COMMA type)* COMMA? RPAREN;
contract   : (REQUIRES | ENSURES | INVARIANT) expr (COLON expr)?;

enumDecl   : ENUM name typeParameters? whereClause? (SEP (variant | derive))* END;
variant    : attribute* name parts? (ASSIGN expr)?;
dataDecl   : DATA name typeParameters? parts whereClause?;
parts      : LPAREN (part (COMMA part)* COMMA?)? RPAREN;
part       : attribute* visibility? (name COLON)? type (ASSIGN expr)?;

traitDecl  : TRAIT name typeParameters? (COLON bounds)? whereClause? body END;
implDecl   : IMPL typeParameters? type (FOR type)? whereClause? body END;
effectDecl : EFFECT name typeParameters? body END;
aliasDecl  : TYPE name typeParameters? (COLON bounds)? (ASSIGN type)?;
constDecl  : CONST name (COLON type)? (ASSIGN expr)?;
testDecl   : (TEST | LITMUS) string body END | PROPERTY string FORALL parameters body END | EXAMPLES body END;

// --- Types ---
typeParameters: LANGLE typeParameter (COMMA typeParameter)* COMMA? RANGLE;
typeParameter : name (COLON bounds)? (ASSIGN type)?;
bounds        : type (PLUS type)*;
whereClause   : WHERE whereBound (COMMA whereBound)*;
whereBound    : type COLON bounds;

type          : typePrimary (TRY | COALESCE)*;
typePrimary
    : DYN? path typeArguments? (LPAREN functionTypeParameters RPAREN (ARROW resultType)? effectRows?)?
    | LBRACKET type RBRACKET
    | LPAREN (type (COMMA type)* COMMA?)? RPAREN
    | LBRACE type COLON type RBRACE
    | STAR MUT? type;
functionTypeParameters: (functionTypeParameter (COMMA functionTypeParameter)* COMMA?)?;
functionTypeParameter : attribute* MUT? (name COLON)? type;
typeArguments : LANGLE typeArgument (COMMA typeArgument)* COMMA? RANGLE | LBRACKET type (COMMA type)* RBRACKET;
typeArgument  : (name ASSIGN)? type;
path          : name (pathSep name)*;
name          : NAME | TYPE_NAME;

resultType    : effectSet type | type;
effectRows    : BANG effectRow (COMMA BANG effectRow)*;
effectRow     : effectSet | path typeArguments?;
effectSet     : LBRACE (type (COMMA type)* COMMA?)? (BAR name)? RBRACE;

// --- Statements ---
simpleStatement: plainStatement modifier*;
modifier       : (POST_IF | POST_UNLESS) condition;
plainStatement
    : LET MUT? patternPrimary (COLON type)? (ASSIGN expr)?
    | name COLON type (ASSIGN expr)?
    | DEFER assignment
    | contract
    | assignment;
assignment     : expr (assignOp expr)?;
assignOp       : ASSIGN | PLUS_ASSIGN | MINUS_ASSIGN | STAR_ASSIGN | SLASH_ASSIGN | FLOOR_ASSIGN | PERCENT_ASSIGN | POWER_ASSIGN
               | AMP_ASSIGN | BAR_ASSIGN | CARET_ASSIGN | SHL_ASSIGN | SHR_ASSIGN | COALESCE_ASSIGN;
condition      : LET patternPrimary ASSIGN expr | expr;

// --- Expressions ---
expr    : operand infix*;
infix   : binaryOp operand
        | IS_PATTERN testedPattern
        | QUESTION expr COLON operand;
binaryOp: POWER | STAR | SLASH | FLOOR | PERCENT | WRAP_STAR | PLUS | MINUS | WRAP_PLUS | WRAP_MINUS | SHL | SHR | AMP | CARET
        | BAR | RANGE | RANGE_EXCLUSIVE | RANGE_INCLUSIVE | IS | EQ | NE | LT | GT | LE | GE | SPACESHIP | NOT? IN | AND | AND_AND
        | OR | OR_OR | IMPLIES | COALESCE | PIPE | SEND;
rangeOp : RANGE | RANGE_EXCLUSIVE | RANGE_INCLUSIVE;
prefixOp: MINUS | PLUS | BANG | TILDE | NOT | SEND | AWAIT | MOVE | COPY | CONSUME | AMP | JOIN;
// IS is an `is` before something that does not read as a pattern.
operand : prefixOp* (primary suffix* spawnSuffix? | wholeRight);

// These take the whole expression to their right.
wholeRight
    : RETURN expr?
    | BREAK expr?
    | CONTINUE
    | RAISE expr (COMMA FROM COLON expr)?
    | SPAWN spawnOptions? expr
    | lambda
    | (FORALL | EXISTS) patternPrimary IN expr COMMA expr;
spawnOptions: OPTIONS_LPAREN arguments RPAREN;
lambda  : (BAR_OPEN lambdaParameters BAR_CLOSE | EMPTY_BARS) assignment
        | LAMBDA_LPAREN lambdaParameters? RPAREN FAT_ARROW assignment
        | LAMBDA_FN parameters (ARROW resultType)? effectRows? (ASSIGN assignment | statements END);
blockParameters : PARAMS_OPEN lambdaParameters BAR_CLOSE | EMPTY_PARAMS;
lambdaParameters: lambdaParameter (COMMA lambdaParameter)* COMMA?;
lambdaParameter: MUT? ELLIPSIS? patternPrimary (COLON type)?;

suffix  : (DOT | SAFE_DOT) (name | INT)
        | COLONCOLON name
        | LPAREN arguments RPAREN
        | LBRACKET index (COMMA index)* COMMA? RBRACKET
        | TRY
        | typeArgumentsOfCall
        | STRUCT_LBRACE (structField (COMMA structField)* COMMA?)? RBRACE
        | block;
// Ends its chain, or FOLLOW(expr) would hold every suffix and each decision above would look far ahead.
spawnSuffix: DOT SPAWN_NAME spawnOptions? expr;
typeArgumentsOfCall: LANGLE typeArgument (COMMA typeArgument)* COMMA? RANGLE;
index   : rangeOp expr | expr rangeOp?;
structField: name COLON expr? | (RANGE | ELLIPSIS) expr;
arguments  : (argument (COMMA argument)* COMMA?)?;
argument   : name COLON expr? | ELLIPSIS expr | expr;
block   : BLOCK_LBRACE blockParameters? statements RBRACE | DO blockParameters? statements END;

primary : literal
        | name
        | LPAREN (expr ((COMMA expr)+ COMMA?)?)? RPAREN        // `(1,)` is refused
        | LBRACKET (element (comprehension | (COMMA element)* COMMA?))? RBRACKET
        | LBRACE (entry (comprehension | (COMMA entry)* COMMA?))? RBRACE
        | UNIT_LBRACE RBRACE
        | block
        | SPAWN_BLOCK spawnOptions? block                       // ends the spawn: `spawn { … }.await`
        | ifExpr | loopExpr | matchExpr | selectExpr | handleExpr | beginExpr | withExpr
        | UNSAFE body END
        | RAISES type block;
element : ELLIPSIS? expr;
entry   : name COLON expr? | ELLIPSIS expr | expr FAT_ARROW expr;
comprehension: (FOR pattern IN expr)+ (POST_IF expr)*;

literal : INT | FLOAT | CHAR | QUOTED | RAW_STRING | string | symbol;
symbol  : COLON name;
string  : STRING_OPEN stringPart* STRING_CLOSE | HEREDOC stringPart* HEREDOC_END;
stringPart: STRING_TEXT | HEREDOC_TEXT | INTERP_OPEN expr FORMAT_SPEC? INTERP_CLOSE;

ifExpr  : (IF | UNLESS) condition body (ELSIF condition body)* (ELSE statements)? END
        | INLINE_IF condition THEN assignment (INLINE_ELSE assignment)? INLINE_END?;
loopExpr: (WHILE | UNTIL) condition body END | FOR pattern IN expr body END | LOOP body END;

matchExpr : MATCH expr arm* END;
arm       : ARM pattern guard? FAT_ARROW statements;
guard     : POST_IF expr;
selectExpr: SELECT (LPAREN arguments RPAREN)? selectArm* END;
selectArm : ARM (DEFAULT | AFTER expr | assignment) guard? FAT_ARROW statements;
handleExpr: HANDLE expr WITH handleArm* END;
handleArm : ARM (path | RETURN) (LPAREN (pattern (COMMA pattern)* COMMA?)? RPAREN)? FAT_ARROW statements;
beginExpr : BEGIN statements rescue* (ELSE statements)? (ENSURE statements)? END;
rescue    : RESCUE pattern? guard? (BIND_ARROW name body | FAT_ARROW statements | body);
withExpr  : WITH expr (WITH_LBRACE blockParameters? statements RBRACE | WITH_DO? blockParameters? body END);

// --- Patterns ---
pattern       : patternPrimary (COLON type)? (BAR patternPrimary)*;
testedPattern : patternPrimary (BAR patternPrimary)*;
patternPrimary
    : patternLiteral rangeEnd?
    | rangeOp patternValue
    | symbol
    | MUT? NAME AT patternPrimary
    | MUT NAME
    | path typeArguments? (LPAREN patternFields RPAREN | STRUCT_LBRACE patternFields RBRACE)? rangeEnd?
    | LPAREN patternElements RPAREN
    | LBRACKET patternElements RBRACKET;
rangeEnd      : rangeOp patternValue | OPEN_RANGE | rangeOp;
patternValue  : patternLiteral | path;
patternLiteral: MINUS? (INT | FLOAT) | CHAR | QUOTED | RAW_STRING | string;
patternElements: (patternElement (COMMA patternElement)* COMMA?)?;
patternElement: name COLON type | (ELLIPSIS | RANGE) name? | patternPrimary (BAR patternPrimary)*;
patternFields : (patternField (COMMA patternField)* COMMA?)?;
patternField  : name COLON pattern? | (ELLIPSIS | RANGE) name? | patternPrimary (BAR patternPrimary)*;
