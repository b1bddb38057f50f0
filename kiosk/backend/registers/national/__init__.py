"""The national parking bill query (全國路邊停車費查詢, V1.03): what other cities say of a vehicle."""
