"""Every setting of the server, from the environment, a TOML file or the command line."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

__all__ = ["Settings"]


class Settings(BaseSettings):
    """Settings; the command line wins over the environment (SYNERGRAPH_...), and that over synergraph.toml."""

    model_config = SettingsConfigDict(
        env_prefix="SYNERGRAPH_", toml_file="synergraph.toml", extra="forbid", frozen=True
    )

    dataset: Path | None = Field(default=None, description="Dataset folder; the bundled dataset when not set.")
    host: str = Field(default="127.0.0.1", description="Address to listen on.")
    port: int = Field(default=8000, ge=0, le=65535, description="Port to listen on; 0 chooses a free one.")

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
