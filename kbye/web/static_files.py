"""Static files under names that change with their content, compressed beforehand."""

from __future__ import annotations

from django.contrib.staticfiles.storage import HashedFilesMixin
from whitenoise.storage import CompressedManifestStaticFilesStorage

# Only our own modules: rewriting imports trips over files that other packages bundle.
_OUR_MODULES = "kbye/js/*.js"
_IMPORTS = getattr(HashedFilesMixin, "_js_module_import_aggregation_patterns")[1]  # noqa: B009


class Hashed(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    patterns = (*HashedFilesMixin.patterns, (_OUR_MODULES, _IMPORTS))
