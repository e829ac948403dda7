"""The tables of what people keep by name. Private to the store, like `tables`."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey
from sqlmodel import Field

from msgevidence.store.tables import Base


class KeptBase(Base):
    """What has a name; `deleted` is when it was taken away ("" if not), for the way back."""

    id: int = Field(primary_key=True)
    name: str
    by: str
    made: str
    deleted: str = ""


class CollectionRow(KeptBase, table=True):
    __tablename__ = "collection"


class CollectionItemRow(Base, table=True):
    """A work of a collection, by citation key: that stays what it was, even when its report is gone."""

    __tablename__ = "collection_item"
    collection_id: int = Field(
        sa_column=Column(ForeignKey("collection.id", ondelete="CASCADE"), primary_key=True, nullable=False)
    )
    citekey: str = Field(primary_key=True)
    position: int

    __table_args__ = ({"sqlite_with_rowid": False},)


class SavedSearchRow(KeptBase, table=True):
    """`query` is the part of the list's address that says what was searched."""

    __tablename__ = "saved_search"
    query: str
