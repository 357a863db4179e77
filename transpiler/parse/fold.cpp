// Precedence climbing over a flat list.
#include "parse/fold.hpp"

#include "ast/match.hpp"
#include "parse/precedence.hpp"

namespace ariac::parse {

namespace {

ast::UnaryOp unary_op(std::size_t type) {
  switch (type) {
    case P::MINUS: return ast::UnaryOp::negate;
    case P::PLUS: return ast::UnaryOp::plus;
    case P::TILDE: return ast::UnaryOp::complement;
    case P::SEND: return ast::UnaryOp::receive;
    case P::AWAIT: return ast::UnaryOp::await;
    case P::MOVE: case P::CONSUME: return ast::UnaryOp::move;
    case P::COPY: return ast::UnaryOp::copy;
    case P::AMP: return ast::UnaryOp::reference;
    case P::JOIN: return ast::UnaryOp::join;
    default: return ast::UnaryOp::not_;
  }
}

ast::BinaryOp binary_op(std::size_t type) {
  switch (type) {
    case P::POWER: return ast::BinaryOp::power;
    case P::STAR: return ast::BinaryOp::multiply;
    case P::SLASH: return ast::BinaryOp::divide;
    case P::FLOOR: return ast::BinaryOp::floor_divide;
    case P::PERCENT: return ast::BinaryOp::remainder;
    case P::WRAP_STAR: return ast::BinaryOp::wrap_multiply;
    case P::MINUS: return ast::BinaryOp::subtract;
    case P::WRAP_PLUS: return ast::BinaryOp::wrap_add;
    case P::WRAP_MINUS: return ast::BinaryOp::wrap_subtract;
    case P::SHL: return ast::BinaryOp::shift_left;
    case P::SHR: return ast::BinaryOp::shift_right;
    case P::AMP: return ast::BinaryOp::bit_and;
    case P::CARET: return ast::BinaryOp::bit_xor;
    case P::BAR: return ast::BinaryOp::bit_or;
    case P::AND: case P::AND_AND: return ast::BinaryOp::and_;
    case P::OR: case P::OR_OR: return ast::BinaryOp::or_;
    case P::IMPLIES: return ast::BinaryOp::implies;
    case P::COALESCE: return ast::BinaryOp::coalesce;
    case P::PIPE: return ast::BinaryOp::pipe;
    case P::SEND: return ast::BinaryOp::send;
    default: return ast::BinaryOp::add;
  }
}

ast::ComparisonOp comparison_op(std::size_t type) {
  switch (type) {
    case P::NE: return ast::ComparisonOp::not_equal;
    case P::LT: return ast::ComparisonOp::less;
    case P::GT: return ast::ComparisonOp::greater;
    case P::LE: return ast::ComparisonOp::less_equal;
    case P::GE: return ast::ComparisonOp::greater_equal;
    case P::SPACESHIP: return ast::ComparisonOp::compare;
    default: return ast::ComparisonOp::equal;
  }
}

}  // namespace

void Folder::flatten(P::ExprContext* expr) {
  add_operand(expr->operand());
  for (auto* infix : expr->infix()) {
    if (infix->testedPattern()) {
      pieces_.push_back({.kind = Piece::Kind::test, .type = P::IS_PATTERN, .pattern = infix->testedPattern()});
      continue;
    }
    if (infix->QUESTION()) {
      pieces_.push_back({.kind = Piece::Kind::ternary, .type = P::QUESTION, .range = builder_.range_of(infix->QUESTION()), .middle = infix->expr()});
    } else {
      auto* op = infix->binaryOp();
      pieces_.push_back({.kind = Piece::Kind::infix, .type = op->getStop()->getType(), .range = builder_.range_of(op), .negated = op->NOT() != nullptr});
    }
    add_operand(infix->operand());
  }
}

void Folder::add_operand(P::OperandContext* operand) {
  for (auto* op : operand->prefixOp())
    pieces_.push_back({.kind = Piece::Kind::prefix, .type = op->getStart()->getType(), .range = builder_.range_of(op)});
  pieces_.push_back({.kind = Piece::Kind::operand, .operand = operand});
}

const ast::Expr* Folder::climb(int min_level) {
  const ast::Expr* left = unary();
  while (next_ < pieces_.size()) {
    const Operator op = infix_operator(pieces_[next_].type);
    if (op.level < min_level) break;
    if (op.level == kComparison) {
      left = comparisons(left);
      continue;
    }
    const Piece& piece = pieces_[next_++];
    if (piece.kind == Piece::Kind::ternary) {
      const ast::Expr* middle = builder_.build_expr(piece.middle);
      const ast::Expr* right = climb(op.level);
      auto* choice = builder_.make<ast::If>(source::join(left->range, right->range));
      choice->form = ast::IfForm::ternary;
      choice->branches = builder_.list(std::vector<ast::IfBranch>{{{nullptr, left, false}, builder_.body_of(builder_.statement_of(middle))}});
      choice->otherwise = builder_.body_of(builder_.statement_of(right));
      choice->has_else = true;
      left = choice;
    } else {
      left = infix(piece, left, climb(op.right ? op.level : op.level + 1));
    }
  }
  return left;
}

const ast::Expr* Folder::unary() {
  const Piece& piece = pieces_[next_++];
  if (piece.kind == Piece::Kind::operand) return builder_.build_operand(piece.operand);
  return prefix(piece, climb(prefix_level(piece.type)));
}

const ast::Expr* Folder::prefix(const Piece& piece, const ast::Expr* operand) {
  const source::SourceRange range = source::join(piece.range, operand->range);
  if (const auto* symbol = ast::as<ast::SymbolLiteral>(operand); symbol && piece.type == P::AMP) return builder_.build_member_lambda(symbol->name, range);
  auto* built = builder_.make<ast::Unary>(range);
  built->op = unary_op(piece.type);
  built->operand = operand;
  return built;
}

// Operators of one level that chain: `a < b < c` is one Comparison; `in` and `is` end a chain and start another.
const ast::Expr* Folder::comparisons(const ast::Expr* first) {
  std::vector<const ast::Expr*> operands{first};
  std::vector<ast::ComparisonOp> ops;
  while (next_ < pieces_.size() && infix_operator(pieces_[next_].type).level == kComparison) {
    const Piece& piece = pieces_[next_++];
    if (piece.kind == Piece::Kind::test) {
      operands = {test(chain(operands, ops), builder_.build_pattern(piece.pattern))};
      continue;
    }
    const ast::Expr* right = climb(kComparison + 1);
    if (piece.type == P::IS) {
      operands = {test(chain(operands, ops), builder_.pattern_of(right))};
    } else if (piece.type == P::IN) {
      operands = {binary(piece.negated ? ast::BinaryOp::not_in : ast::BinaryOp::in, piece, chain(operands, ops), right)};
    } else {
      operands.push_back(right);
      ops.push_back(comparison_op(piece.type));
    }
  }
  return chain(operands, ops);
}

const ast::Expr* Folder::test(const ast::Expr* value, const ast::Pattern* pattern) {
  auto* built = builder_.make<ast::IsPattern>(source::join(value->range, pattern->range));
  built->value = value;
  built->pattern = pattern;
  return built;
}

const ast::Expr* Folder::chain(std::vector<const ast::Expr*>& operands, std::vector<ast::ComparisonOp>& ops) {
  if (ops.empty()) return operands.front();
  auto* comparison = builder_.make<ast::Comparison>(source::join(operands.front()->range, operands.back()->range));
  comparison->operands = builder_.list(operands);
  comparison->ops = builder_.list(ops);
  operands = {comparison};
  ops.clear();
  return comparison;
}

const ast::Expr* Folder::infix(const Piece& piece, const ast::Expr* left, const ast::Expr* right) {
  const bool is_range = piece.type == P::RANGE || piece.type == P::RANGE_EXCLUSIVE || piece.type == P::RANGE_INCLUSIVE;
  if (!is_range) return binary(binary_op(piece.type), piece, left, right);
  auto* range = builder_.make<ast::Range>(source::join(left->range, right->range));
  range->from = left;
  range->to = right;
  range->inclusive = piece.type != P::RANGE_EXCLUSIVE;
  return range;
}

const ast::Expr* Folder::binary(ast::BinaryOp op, const Piece& piece, const ast::Expr* left, const ast::Expr* right) {
  auto* built = builder_.make<ast::Binary>(source::join(left->range, right->range));
  built->op = op;
  built->left = left;
  built->right = right;
  built->op_range = piece.range;
  return built;
}

}  // namespace ariac::parse
