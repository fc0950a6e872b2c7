"""Where the files for the browser lie."""

from typing import ClassVar

from whitenoise.storage import CompressedManifestStaticFilesStorage


class QuietManifestStorage(CompressedManifestStaticFilesStorage):
    """Names with a fingerprint, following addresses in CSS only.

    pyvis ships vis-network.min.js without the source map that it mentions; Django would stop on that.
    """

    patterns: ClassVar = (
        (
            "*.css",
            (
                r"""(?P<matched>url\(['"]{0,1}\s*(?P<url>.*?)["']{0,1}\))""",
                (r"""(?P<matched>@import\s*["']\s*(?P<url>.*?)["'])""", """@import url("%(url)s")"""),
            ),
        ),
    )
