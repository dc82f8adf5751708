"""Text of an expression of the rule language -> tuples: ("+", left, right), ("name", "x"), ("aggregate", ...)."""
import re

TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|([A-Za-z_]\w*)|(==|!=|<=|>=|[-+*/^<>()\[\],.:]))")
AGGREGATES = {"sum", "mean", "min", "max", "count", "any", "all"}
COMPARISONS = ("==", "!=", "<", ">", "<=", ">=")


class Bad(Exception):
    """The scenario is wrong, or the run left what the language allows."""


def tokens(text):
    """The text as (type, word) pairs with type num, id, op or end."""
    found, at, text = [], 0, text.rstrip()
    while at < len(text):
        match = TOKEN.match(text, at)
        if not match:
            raise Bad(f"cannot read '{text[at:]}' in '{text}'")
        number, name, symbol = match.groups()
        found.append(("num", number) if number else ("id", name) if name else ("op", symbol))
        at = match.end()
    return found + [("end", "")]


class Parser:
    """Recursive descent over the grammar of the language, a method a line of it."""

    def __init__(self, text, kinds):
        self.tokens, self.next, self.text, self.kinds = tokens(text), 0, text, kinds

    def peek(self, ahead=0):
        return self.tokens[min(self.next + ahead, len(self.tokens) - 1)][1]

    def take(self, wanted=None):
        if wanted is not None and self.peek() != wanted:
            raise Bad(f"expected '{wanted}' but found '{self.peek()}' in '{self.text}'")
        word = self.peek()
        self.next = min(self.next + 1, len(self.tokens) - 1)    # the end stays where it is
        return word

    def accept(self, word):
        if self.peek() != word:
            return False
        self.take()
        return True

    def parse(self):
        node = self.expression()
        if self.tokens[self.next][0] != "end":
            raise Bad(f"unexpected '{self.peek()}' in '{self.text}'")
        return node

    def expression(self):
        node = self.either()
        return ("else", node, self.expression()) if self.accept("else") else node

    def chain(self, part, *operators):
        node = part()
        while self.peek() in operators:
            node = (self.take(), node, part())
        return node

    def either(self):
        return self.chain(self.both, "or")

    def both(self):
        return self.chain(self.negation, "and")

    def negation(self):
        return ("not", self.negation()) if self.accept("not") else self.comparison()

    def comparison(self):
        node = self.sum()
        if self.peek() in COMPARISONS:
            node = (self.take(), node, self.sum())
        return node

    def sum(self):
        return self.chain(self.product, "+", "-")

    def product(self):
        return self.chain(self.sign, "*", "/")

    def sign(self):
        return ("negative", self.sign()) if self.accept("-") else self.power()

    def power(self):
        node = self.path()
        return ("^", node, self.sign()) if self.accept("^") else node

    def path(self):
        node = self.primary()
        while self.accept("."):
            if self.tokens[self.next][0] != "id":
                raise Bad(f"a name is wanted after '.' in '{self.text}'")
            node = (".", node, self.take())
        return node

    def primary(self):
        kind_of_token, word = self.tokens[self.next]
        if self.accept("("):
            node = self.expression()
            self.take(")")
            return node
        if kind_of_token not in ("num", "id"):
            raise Bad(f"unexpected '{word}' in '{self.text}'")
        self.take()
        if kind_of_token == "num":
            return ("number", float(word))
        if word in ("true", "false"):
            return ("truth", word == "true")
        if word in AGGREGATES and self.peek() == "(" and self.peek(2) == "in":
            return self.aggregate(word)
        if self.peek() == "(":
            return ("call", word, self.arguments("(", ")"))
        if self.peek() == "[" and word in self.kinds:
            return ("look_up", word, self.arguments("[", "]"))
        return ("name", word)

    def arguments(self, opening, closing):
        self.take(opening)
        found = [self.expression()]
        while self.accept(","):
            found.append(self.expression())
        self.take(closing)
        return found

    def aggregate(self, function):
        self.take("(")
        binder = self.take()
        self.take("in")
        kind = self.take()
        condition = self.expression() if self.accept("where") else None
        body = self.expression() if self.accept(":") else None
        self.take(")")
        return ("aggregate", function, binder, kind, condition, body)
