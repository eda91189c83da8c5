"""Every setting of the server, from the environment, a TOML file or the command line."""

import re
from pathlib import Path
from tomllib import TOMLDecodeError
from typing import Annotated, Any

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

__all__ = ["BadSettings", "Settings", "settings_of"]


class BadSettings(ValueError):  # noqa: N818 -- the name says what they are
    """Settings that cannot be used; the message names each with its mistake."""


_ORIGIN = re.compile(r"https?://[^\s/?#@,]+|\*")


class Settings(BaseSettings):
    """Settings; the command line wins over the environment (SYNERGRAPH_...), and that over synergraph.toml."""

    model_config = SettingsConfigDict(
        env_prefix="SYNERGRAPH_", toml_file="synergraph.toml", extra="forbid", frozen=True
    )

    dataset: Path | None = Field(default=None, description="Dataset folder; the bundled dataset when not set.")
    watch: bool = Field(default=False, description="Whether a newer version of the dataset takes over by itself.")
    host: str = Field(default="127.0.0.1", description="Address to listen on.")
    port: int = Field(default=8000, ge=0, le=65535, description="Port to listen on; 0 chooses a free one.")
    cors_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(), description="Origins whose pages may ask, such as https://example.org; * for every one."
    )
    trusted_documents: Path | None = Field(
        default=None, description="Manifest of the documents that are answered by their hash; none when not set."
    )

    @field_validator("cors_origins", mode="before")
    @classmethod
    def _list_origins(cls, given: object) -> object:
        """Split the environment's comma-separated list."""
        return tuple(part.strip() for part in given.split(",") if part.strip()) if isinstance(given, str) else given

    @field_validator("cors_origins")
    @classmethod
    def _check_origins(cls, origins: tuple[str, ...]) -> tuple[str, ...]:
        for origin in origins:
            if not _ORIGIN.fullmatch(origin):
                message = f"{origin!r} is no origin: write scheme and host without a path, such as https://example.org"
                raise ValueError(message)
        return origins

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Order the sources; pydantic-settings reads TOML only when told so."""
        del dotenv_settings, file_secret_settings
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def settings_of(given: dict[str, Any]) -> Settings:
    """Return the settings, those of the command line first.

    Args:
        given: settings of the command line by name; None where it does not say.

    Raises:
        BadSettings: one is unknown or has a value that it cannot have.
    """
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except TOMLDecodeError as error:
        raise BadSettings(f"synergraph.toml: {error}") from None
    except ValidationError as error:
        wrong = [
            f"setting {'.'.join(map(str, item['loc']))}: {_said(item['type'], item['msg'])}" for item in error.errors()
        ]
        raise BadSettings("\n".join(wrong)) from None


def _said(kind: str, message: str) -> str:
    return f"not known; write one of {', '.join(Settings.model_fields)}" if kind == "extra_forbidden" else message
