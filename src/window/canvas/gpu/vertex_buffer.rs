//! A vertex buffer that grows as needed, and is sent only where it differs. Knows nothing of what it
//! holds.

use std::marker::PhantomData;
use std::ops::Range;

use egui_wgpu::wgpu;

/// A vertex buffer that grows as needed.
pub(crate) struct VertexBuffer<T> {
    buffer: wgpu::Buffer,
    /// How many it holds and could hold.
    count: usize,
    room: usize,
    of: PhantomData<T>,
}

impl<T: bytemuck::Pod> VertexBuffer<T> {
    pub(crate) fn new(device: &wgpu::Device) -> Self {
        let buffer = make::<T>(device, 1);
        VertexBuffer { buffer, count: 0, room: 1, of: PhantomData }
    }

    /// Sends all, or only some ranges if it holds as many already. Yields how many bytes were sent.
    pub(crate) fn send(
        &mut self,
        device: &wgpu::Device,
        queue: &wgpu::Queue,
        items: &[T],
        only: Option<&Vec<Range<u32>>>,
    ) -> u64 {
        let size = size_of::<T>() as u64;
        if let Some(ranges) = only.filter(|_| self.count == items.len()) {
            let mut sent = 0;
            for range in ranges {
                let some = &items[range.start as usize..range.end as usize];
                queue.write_buffer(&self.buffer, u64::from(range.start) * size, bytemuck::cast_slice(some));
                sent += some.len() as u64 * size;
            }
            return sent;
        }
        if items.len() > self.room {
            // Room for some more, so that adding one does not need another buffer.
            self.room = items.len() + items.len() / 8;
            self.buffer = make::<T>(device, self.room);
        }
        self.count = items.len();
        if !items.is_empty() {
            queue.write_buffer(&self.buffer, 0, bytemuck::cast_slice(items));
        }
        items.len() as u64 * size
    }

    /// All of it, for drawing.
    pub(crate) fn slice(&self) -> wgpu::BufferSlice<'_> {
        self.buffer.slice(..)
    }
}

fn make<T>(device: &wgpu::Device, room: usize) -> wgpu::Buffer {
    device.create_buffer(&wgpu::BufferDescriptor {
        label: Some("canvas"),
        size: (room * size_of::<T>()).next_multiple_of(4) as u64,
        usage: wgpu::BufferUsages::VERTEX | wgpu::BufferUsages::COPY_DST,
        mapped_at_creation: false,
    })
}
