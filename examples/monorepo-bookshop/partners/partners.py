"""Where partner shops report how many copies they hold."""

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel, Field

app = FastAPI(title="Partners")
stock: dict[str, int] = {}


class Report(BaseModel):
    isbn: str
    copies: int = Field(ge=0)


@app.put("/partners/{partner}/stock")
async def report_stock(partner: str, report: Report) -> dict:
    stock[f"{partner}/{report.isbn}"] = report.copies
    return {"partner": partner, "isbn": report.isbn, "copies": report.copies}


@app.get("/partners/{partner}/stock/{isbn}")
async def show_stock(partner: str, isbn: str) -> dict:
    copies = stock.get(f"{partner}/{isbn}")
    if copies is None:
        raise HTTPException(404, "this partner has not reported that book")
    return {"copies": copies}
