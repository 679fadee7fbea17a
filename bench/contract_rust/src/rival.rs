//! What one writes by hand with serde: the same record, the same bounds, unknown members refused.

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Order {
    pub id: String,
    pub items: Vec<Item>,
    pub note: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    pub n: i64,
    pub t: String,
}

/// Reads and checks; names the member that does not fit.
pub fn order(text: &str) -> Result<Order, String> {
    let order: Order = serde_json::from_str(text).map_err(|error| error.to_string())?;
    length("id", &order.id, 1, 64)?;
    if order.items.len() > 16 {
        return Err("items".into());
    }
    for item in &order.items {
        if !(0..=1000).contains(&item.n) {
            return Err("n".into());
        }
        length("t", &item.t, 1, 64)?;
    }
    if let Some(note) = &order.note {
        length("note", note, 0, 200)?;
    }
    Ok(order)
}

/// Lengths are of code points, as in JSON Schema.
fn length(name: &str, text: &str, least: usize, most: usize) -> Result<(), String> {
    let count = text.chars().count();
    if (least..=most).contains(&count) { Ok(()) } else { Err(name.into()) }
}
