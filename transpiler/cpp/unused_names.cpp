// Goes through each function from its end to its start: what a declaration meets in `mentioned_` is what follows it.
#include "cpp/unused_names.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>
#include <unordered_set>

namespace ariac::cpp {

namespace {

template <typename... Kinds>
struct Overloaded : Kinds... {
  using Kinds::operator()...;
};
template <typename... Kinds>
Overloaded(Kinds...) -> Overloaded<Kinds...>;

constexpr std::string_view kUnused = "[[maybe_unused]]";

// Whether computing it only looks at something that is there: `error.code`, `*found`, `std::get<0>(entry)`.
bool only_looks(const Expr& e) {
  if (as<Name>(e) != nullptr) return true;
  if (const auto* member = as<Member>(e)) return only_looks(member->object);
  if (const auto* deref = as<Unary>(e)) return deref->op == "*" && only_looks(deref->operand);
  const auto* call = as<Call>(e);
  if (call == nullptr) return false;
  if (const auto* callee = as<Name>(call->callee)) return callee->name == "std::get" && call->args.size() == 1 && only_looks(call->args[0]);
  const auto* method = as<Member>(call->callee);
  constexpr std::array<std::string_view, 4> views{"value", "error", "as", "is"};
  return method != nullptr && call->args.empty() && std::ranges::find(views, method->name) != views.end() && only_looks(method->object);
}

class UnusedNames {
 public:
  Function function(Function f) {
    f.body = block(f.body);
    for (MemberInit& init : f.inits) {
      for (Expr& arg : init.args) arg = expr(arg);
    }
    for (Param& param : f.params) {
      if (!mentions(param.name)) param.name.clear();
    }
    return f;
  }

  Expr expr(const Expr& e) {
    if (!e) return e;
    return std::visit(
        Overloaded{
            [&](const Name& x) { return mention(x.name), e; }, [&](const ScopedName&) { return e; }, [&](const TypeExpr&) { return e; },
            [&](const Number&) { return e; }, [&](const StringLiteral&) { return e; }, [&](const CharLiteral&) { return e; },
            [&](const Unary& x) { return unary(x.op, expr(x.operand)); },
            [&](const Binary& x) { return binary(x.op, expr(x.left), expr(x.right)); },
            [&](const Conditional& x) { return conditional(expr(x.condition), expr(x.then), expr(x.otherwise)); },
            [&](const Call& x) { return call(expr(x.callee), all(x.args)); },
            [&](Member x) {
              x.object = expr(x.object);
              return cpp::expr(std::move(x));
            },
            [&](const Subscript& x) { return subscript(expr(x.object), expr(x.index)); },
            [&](Braced x) {
              for (Initializer& item : x.items) item.value = expr(item.value);
              return cpp::expr(std::move(x));
            },
            [&](const Lambda& x) { return lambda(x); },
            [&](const Requires& x) {
              for (const Requirement& one : x.requirements) static_cast<void>(expr(one.expr));
              return e;
            },
            [&](const PackExpansion& x) { return cpp::expr(PackExpansion{expr(x.pattern)}); }},
        e->kind);
  }

 private:
  bool mentions(const std::string& name) const { return mentioned_.contains(name); }

  // Every word of a spelling: `static_cast<T>`, `net::port`.
  void mention(std::string_view spelling) {
    const auto is_part = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || (static_cast<unsigned char>(c) & 0x80) != 0; };
    for (std::size_t i = 0; i < spelling.size();) {
      const std::size_t start = i;
      while (i < spelling.size() && is_part(spelling[i])) ++i;
      if (i > start) mentioned_.emplace(spelling.substr(start, i - start));
      else ++i;
    }
  }

  std::vector<Expr> all(const std::vector<Expr>& from) {
    std::vector<Expr> out;
    for (const Expr& one : from) out.push_back(expr(one));
    return out;
  }

  // What `visit` looks at sees no names of the code around it.
  template <typename Visit>
  void apart(Visit visit) {
    std::unordered_set<std::string> outer = std::exchange(mentioned_, {});
    visit();
    outer.merge(mentioned_);
    mentioned_ = std::move(outer);
  }

  Expr lambda(Lambda x) {
    Block body;
    std::vector<Capture> captures;
    apart([&] {
      body = block(*x.body);
      for (Param& param : x.params) {
        if (!mentions(param.name)) param.name.clear();
        mentioned_.erase(param.name);
      }
      for (const Capture& capture : x.captures) {
        const bool named = !capture.name.starts_with('&') && capture.name != "=" && capture.name != "this";
        const bool idle = named && (!capture.init || only_looks(capture.init) || is_move(capture.init));
        if (!idle || mentions(capture.name)) captures.push_back(capture);
      }
      for (const Capture& capture : captures) {
        if (capture.init) mentioned_.erase(capture.name);
      }
      for (Capture& capture : captures) capture.init = expr(capture.init);
    });
    x.captures = std::move(captures);
    return cpp::lambda(std::move(x), std::move(body));
  }

  static bool is_move(const Expr& e) {
    const auto* moved = as<Call>(e);
    const auto* callee = moved != nullptr ? as<Name>(moved->callee) : nullptr;
    return callee != nullptr && callee->name == "std::move" && only_looks(moved->args[0]);
  }

  Block block(const Block& from) {
    Block out;
    apart([&] {
      for (auto at = from.rbegin(); at != from.rend(); ++at) {
        if (std::optional<Stmt> kept = stmt(*at)) out.push_back(std::move(*kept));
      }
    });
    std::ranges::reverse(out);
    return out;
  }

  // None: the statement goes away.
  std::optional<Stmt> stmt(const Stmt& s) {
    if (!s.node) return s;
    const auto made = [&](auto kind) { return std::optional(cpp::stmt(std::move(kind), s.remarks)); };
    return std::visit(
        Overloaded{
            [&](const ExprStmt& x) { return made(ExprStmt{expr(x.expr)}); },
            [&](const Variable& x) -> std::optional<Stmt> {
              const bool idle = x.style == InitStyle::Equals && x.specifiers.empty() && !mentions(x.name);
              if (idle && x.init && only_looks(x.init)) return std::nullopt;
              Variable kept = x;
              if (idle) kept.specifiers = kUnused;
              mentioned_.erase(x.name);
              kept.init = expr(x.init);
              kept.args = all(x.args);
              return made(std::move(kept));
            },
            [&](StructuredBinding x) {
              x.init = expr(x.init);
              return made(std::move(x));
            },
            [&](Return x) {
              x.value = expr(x.value);
              return made(std::move(x));
            },
            [&](If x) {
              x.then = block(x.then);
              x.otherwise = block(x.otherwise);
              condition(x.condition);
              return made(std::move(x));
            },
            [&](While x) {
              x.body = block(x.body);
              condition(x.condition);
              return made(std::move(x));
            },
            [&](DoWhile x) {
              x.body = block(x.body);
              x.condition = expr(x.condition);
              return made(std::move(x));
            },
            [&](For x) {
              x.body = block(x.body);
              x.step = expr(x.step);
              x.condition = expr(x.condition);
              if (std::optional<Stmt> init = stmt(x.init)) x.init = std::move(*init);
              return made(std::move(x));
            },
            [&](RangeFor x) {
              apart([&] {
                x.body = block(x.body);
                const bool used = std::ranges::any_of(x.names, [&](const std::string& name) { return mentions(name); });
                if (!used && x.specifiers.empty()) x.specifiers = kUnused;
                for (const std::string& name : x.names) mentioned_.erase(name);
              });
              x.range = expr(x.range);
              return made(std::move(x));
            },
            [&](Switch x) {
              for (SwitchCase& one : x.cases) {
                one.body = block(one.body);
                one.labels = all(one.labels);
              }
              x.value = expr(x.value);
              return made(std::move(x));
            },
            [&](const Break&) { return std::optional(s); }, [&](const Continue&) { return std::optional(s); },
            [&](const Compound& x) { return made(Compound{block(x.body)}); },
            [&](Try x) {
              x.body = block(x.body);
              for (Catch& handler : x.catches) {
                apart([&] {
                  handler.body = block(handler.body);
                  if (!mentions(handler.name)) handler.name.clear();
                  mentioned_.erase(handler.name);
                });
              }
              return made(std::move(x));
            },
            [&](const Using&) { return std::optional(s); }, [&](const Lone&) { return std::optional(s); }},
        s.node->kind);
  }

  void condition(Condition& c) {
    if (c.declared && !mentions(c.declared->name)) {
      c.expr = c.declared->init;
      c.declared.reset();
    }
    if (c.declared) c.declared->init = expr(c.declared->init);
    c.expr = expr(c.expr);
    if (!c.init.node) return;
    std::optional<Stmt> init = stmt(c.init);
    c.init = init ? std::move(*init) : Stmt();
  }

  std::unordered_set<std::string> mentioned_;
};

Decl in_decl(const Decl& d) {
  if (const auto* f = as<Function>(d)) {
    Function made = f->definition == Definition::Body ? without_unused_names(*f) : *f;
    for (Param& param : made.params) param.default_value = UnusedNames().expr(param.default_value);
    return decl(std::move(made), d.remarks);
  }
  if (const auto* variable = as<Variable>(d); variable != nullptr && variable->init) {
    Variable made = *variable;
    made.init = UnusedNames().expr(variable->init);
    return decl(std::move(made), d.remarks);
  }
  const auto inside = [&](auto made) {
    for (Decl& member : made.members) member = in_decl(member);
    return decl(std::move(made), d.remarks);
  };
  if (const auto* space = as<Namespace>(d)) return inside(*space);
  if (const auto* record = as<Record>(d)) return inside(*record);
  return d;
}

}  // namespace

Function without_unused_names(Function function) { return UnusedNames().function(std::move(function)); }

void leave_out_unused_names(File& file) {
  for (Decl& one : file.decls) one = in_decl(one);
}

}  // namespace ariac::cpp
