"""A name in an address, also when it holds a slash."""


class NameConverter:
    """One part of an address; "/" is written as ~1 and "~" as ~0, so that every name has an address and each address one name."""

    regex = "[^/]+"

    def to_python(self, value: str) -> str:
        return value.replace("~1", "/").replace("~0", "~")

    def to_url(self, value: str) -> str:
        return value.replace("~", "~0").replace("/", "~1")
