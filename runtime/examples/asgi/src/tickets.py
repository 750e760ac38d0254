"""A ticket desk: list, open and close tickets, kept in memory."""

from itertools import count

from fastapi import FastAPI, Header, HTTPException
from pydantic import BaseModel

app = FastAPI(title="Tickets")
tickets: dict[int, dict] = {}
numbers = count(1)


class NewTicket(BaseModel):
    subject: str


@app.get("/tickets")
def list_tickets() -> list[dict]:
    return list(tickets.values())


@app.post("/tickets", status_code=201)
def open_ticket(ticket: NewTicket, authorization: str | None = Header(None)) -> dict:
    if authorization is None:
        raise HTTPException(401, "A token is needed to open a ticket.")
    number = next(numbers)
    tickets[number] = {"number": number, "subject": ticket.subject, "open": True}
    return tickets[number]


@app.post("/tickets/{number}/close")
def close_ticket(number: int) -> dict:
    # No check on purpose: an unknown number is an unhandled error.
    tickets[number]["open"] = False
    return tickets[number]
