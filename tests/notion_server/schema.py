"""Les propriétés d'une source de données : leurs noms, leurs types, leurs options."""

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from tests.notion_server.errors import (
    Json,
    check_choice,
    check_list,
    check_object,
    check_string,
    check_type_key,
    invalid,
    mismatch,
    single_key,
    unsupported,
)
from tests.notion_server.texts import PLAIN

WRITABLE = (
    "title",
    "rich_text",
    "email",
    "number",
    "select",
    "multi_select",
    "date",
    "checkbox",
)
WITH_OPTIONS = ("select", "multi_select")
COMPUTED = ("created_time", "last_edited_time")
FOREIGN = ("url", "phone_number", "status", "people", "files")
"""Types qu'une base peut avoir, que ce serveur rend vides et dont il refuse l'écriture."""
TYPES = WRITABLE + COMPUTED + FOREIGN

MAX_OPTION_NAME = 100
NewId = Callable[[], str]


def same_name(name: str) -> str:
    """La forme sous laquelle Notion compare les noms de propriétés."""
    return unicodedata.normalize("NFC", name)


@dataclass
class Option:
    """Une option d'un select."""

    id: str
    name: str
    color: str = "default"

    def to_json(self) -> Json:
        return {"id": self.id, "name": self.name, "color": self.color}


@dataclass
class Property:
    """Une propriété ; ``options`` ne sert qu'aux select, ``format`` qu'aux nombres."""

    id: str
    name: str
    type: str
    options: list[Option] = field(default_factory=list)
    format: str = "number"

    def option_named(self, name: str) -> Option | None:
        """L'option de ce nom : les noms sont uniques sans égard à la casse."""
        return next((o for o in self.options if o.name.casefold() == name.casefold()), None)

    def option_by_id(self, option_id: object) -> Option | None:
        return next((option for option in self.options if option.id == option_id), None)

    def to_json(self) -> Json:
        options = [{**option.to_json(), "description": None} for option in self.options]
        config: Json = {}
        if self.type in WITH_OPTIONS:
            config = {"options": options}
        elif self.type == "status":
            config = {"options": options, "groups": []}
        elif self.type == "number":
            config = {"format": self.format}
        return {
            "id": self.id,
            "name": self.name,
            "description": None,
            "type": self.type,
            self.type: config,
        }


class Schema:
    """Les propriétés d'une source, dont exactement une de type ``title``."""

    def __init__(self, new_id: NewId) -> None:
        self._new_id = new_id
        self._properties: dict[str, Property] = {}
        self._names: dict[str, Property] = {}

    def __iter__(self) -> Iterator[Property]:
        return iter(self._properties.values())

    @property
    def title(self) -> Property:
        return next(prop for prop in self if prop.type == "title")

    def find(self, key: str) -> Property | None:
        """La propriété désignée par son identifiant ou par son nom (comparé en NFC)."""
        if key in self._properties:
            return self._properties[key]
        return self._names.get(same_name(key))

    def copy(self) -> "Schema":
        """Une copie à modifier : une requête refusée ne laisse rien derrière elle."""
        other = Schema(self._new_id)
        for prop in self:
            other._keep(replace(prop, options=[replace(option) for option in prop.options]))
        return other

    def to_json(self) -> Json:
        return {prop.name: prop.to_json() for prop in self}

    def add(self, name: str, kind: str, options: Sequence[str] = ()) -> Property:
        """Ajoute une propriété ; refuse un second titre et un nom déjà pris."""
        if kind not in TYPES:
            raise ValueError(f"type de propriété inconnu : {kind}")
        if self.find(name) is not None:
            raise invalid(f"Property {name} already exists.")
        if kind == "title" and any(prop.type == "title" for prop in self):
            raise invalid("Cannot create a new title property. A title property already exists.")
        prop = Property("title" if kind == "title" else self._new_id(), name, kind)
        prop.options = [Option(self._new_id(), option) for option in options]
        return self._keep(prop)

    def remove(self, prop: Property) -> None:
        """Supprime une propriété ; jamais le titre."""
        if prop.type == "title":
            raise invalid("Cannot delete the title property.")
        del self._properties[prop.id], self._names[same_name(prop.name)]

    def rename(self, prop: Property, name: str) -> None:
        if self.find(name) not in (None, prop):
            raise invalid(f"Cannot update property: {prop.name}. {name} already exists.")
        del self._names[same_name(prop.name)]
        prop.name = name
        self._keep(prop)

    def _keep(self, prop: Property) -> Property:
        self._properties[prop.id] = self._names[same_name(prop.name)] = prop
        return prop

    def create_option(self, prop: Property, name: str) -> Option:
        """Ce que fait Notion quand une page reçoit une option inconnue."""
        option = Option(self._new_id(), name)
        prop.options.append(option)
        return option

    def configure(self, key: str, value: object, where: str) -> None:
        """Applique une entrée de ``properties`` (création, ajout, renommage, suppression)."""
        prop = self.find(key)
        if value is None:
            if prop is None:
                raise invalid(f"Could not find property with name or id: {key}.")
            self.remove(prop)
            return
        if not isinstance(value, dict):
            raise mismatch(where, "an object", value)
        besides = ("type", "description") if prop is None else ("type", "description", "name")
        if "description" in value:
            raise unsupported(f"{where}.description")
        if prop is not None and set(value) == {"name"}:
            self.rename(prop, _name(value["name"], f"{where}.name"))
            return
        kind = single_key(value, where, TYPES, besides)
        check_type_key(value, where, kind)
        self._configure_type(key, prop, kind, value, where)

    def _configure_type(
        self, key: str, prop: Property | None, kind: str, value: Json, where: str
    ) -> None:
        config = _config(kind, value[kind], f"{where}.{kind}")
        if prop is None:
            prop = self.add(_name(key, where, may_be_empty=kind == "title"), kind)
        elif prop.type != kind:
            raise unsupported(f"{where}: changing the type of a property")
        elif "name" in value:
            self.rename(prop, _name(value["name"], f"{where}.name"))
        if "options" in config:
            prop.options = self._options(prop, config["options"], f"{where}.{kind}.options")
        prop.format = config.get("format", prop.format)

    def _options(self, prop: Property, items: list[object], where: str) -> list[Option]:
        options: list[Option] = []
        for index, item in enumerate(items):
            option = self._option(prop, item, f"{where}[{index}]")
            if any(option.name.casefold() == other.name.casefold() for other in options):
                raise invalid(f"Select options must be unique: {option.name} appears twice.")
            options.append(option)
        return options

    def _option(self, prop: Property, item: object, where: str) -> Option:
        value = check_object(item, where, ("id", "name", "color", "description"))
        if "description" in value:
            raise unsupported(f"{where}.description")
        if "id" in value:
            known = prop.option_by_id(value["id"])
            if known is None:
                raise invalid(f"Could not find select option with id: {value['id']}.")
        else:
            known = prop.option_named(option_name(value.get("name"), f"{where}.name"))
        color = check_choice(value.get("color", "default"), f"{where}.color", PLAIN)
        if known is None:
            return Option(self._new_id(), value["name"], color)
        if value.get("color", known.color) != known.color:
            raise invalid(f"Cannot update color of select with name: {known.name}.")
        if value.get("name", known.name) != known.name:
            raise unsupported(f"{where}: renaming a select option")
        return known


def option_name(value: object, where: str) -> str:
    """Un nom d'option : rempli, 100 caractères au plus, sans virgule."""
    name = check_string(value, where, maximum=MAX_OPTION_NAME, populated=True)
    if "," in name:
        raise invalid(f"Invalid select option, commas not allowed: {name}")
    return name


def _name(value: object, where: str, *, may_be_empty: bool = False) -> str:
    return check_string(value, where, populated=not may_be_empty)


def _config(kind: str, value: object, where: str) -> Json:
    if kind in WITH_OPTIONS:
        config = check_object(value, where, ("options",))
        if "options" in config:
            check_list(config["options"], f"{where}.options")
        return config
    if kind == "number":
        config = check_object(value, where, ("format",))
        check_string(config.get("format", "number"), f"{where}.format", populated=True)
        return config
    if kind in FOREIGN:
        raise unsupported(where)
    return check_object(value, where, ())
